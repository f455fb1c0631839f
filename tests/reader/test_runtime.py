import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_a_reader_at_work_leaves_no_trace_of_use(tmp_path: Path) -> None:
    code = (
        "from reknit.reader import load; from reknit.session import Turn;"
        "load().read([Turn(0, 'patient', 'Hello')])"
    )
    # Under CI the runtime keeps still by itself.
    quiet = ("CI", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS")
    env = {name: value for name, value in os.environ.items() if name not in quiet}
    subprocess.run([sys.executable, "-c", code], check=True, env={**env, "HOME": str(tmp_path)})
    assert list(tmp_path.rglob("*")) == []


def test_nobody_imports_it_but_through_the_runtime() -> None:
    for path in [*(ROOT / "src").rglob("*.py"), *(ROOT / "training").glob("*.py")]:
        if path.name == "runtime.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert all(alias.name != "onnxruntime" for alias in node.names), path
