"""What is installed: the wheel holds all that reading a session needs."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_wheel_holds_model_templates_and_licences(tmp_path: Path) -> None:
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"),
            *("--no-index", "--wheel-dir", str(tmp_path), str(ROOT)),
        ],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("reknit-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "reknit/reader/shipped/model.onnx",
        "reknit/reader/shipped/tokenizer.json",
        "reknit/reader/shipped/reader.json",
        "reknit/reader/shipped/LICENSE",
        "reknit/report/templates/page.html.j2",
    } <= names
    assert not [name for name in names if name.startswith(("corpus/", "training/", "tests/"))]
    assert any(name.endswith("licenses/LICENSE") for name in names)
