from reknit.errors import UserError


def test_the_message_is_one_line_of_what_where_expected_and_what_to_do() -> None:
    mistake = UserError(
        "has one\nspeaker", where="a.txt", expected="two", do="add the patient's name"
    )
    assert str(mistake) == "a.txt: has one speaker; expected two; add the patient's name"


def test_parts_that_are_not_given_leave_no_trace() -> None:
    assert str(UserError("is empty")) == "is empty"
