"""Reports: a result as a terminal page, an HTML page, a table."""
