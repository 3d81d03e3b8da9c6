"""Compiles `teitools.native` when teitools is installed, where there is a compiler for it; else goes without.

hatchling runs this when it builds a wheel or installs the checkout itself. `python hatch_build.py` compiles in the
checkout alone, after a change of the source. Nothing of it is needed to run teitools: see src/teitools/native.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path("src/teitools/native")
SOURCES, HEADER, ENDING = ("_passing.c", "_plain.c"), "_expat.h", ".abi3.so"
TAG = "cp311-abi3"  # one file for all versions of Python from 3.11 on: the source keeps to their stable interface


def commands(source: Path, made: Path) -> list[list[str]]:
    """How to compile and link in one step: with the compiler that this Python was made with, else with any other."""
    shared = shlex.split(sysconfig.get_config_var("LDSHARED") or "")
    if not shared or sysconfig.get_config_var("Py_GIL_DISABLED"):
        return []  # Windows, and a Python without the lock: it has no stable interface
    if "CC" in os.environ:
        shared = [*shlex.split(os.environ["CC"]), *shared[1:]]
    digest = hashlib.sha256(source.read_bytes() + source.with_name(HEADER).read_bytes()).hexdigest()
    rest = [
        "-O2",
        "-fPIC",
        "-fvisibility=hidden",
        f'-DSOURCE="{digest}"',
        *shlex.split(os.environ.get("CFLAGS", "")),
        *shlex.split(os.environ.get("ARCHFLAGS", "")),
        *(f"-I{sysconfig.get_path(name)}" for name in ("include", "platinclude")),
        str(source),
        "-o",
        str(made),
        *shlex.split(os.environ.get("LDFLAGS", "")),
    ]
    return [[*shared, *rest], ["cc", *shared[1:], *rest]]


def compiled(root: Path, folder: Path) -> str | None:
    """Compile all into a folder; None if that went well, else why not."""
    if os.environ.get("TEITOOLS_PURE", "0") != "0":
        return "TEITOOLS_PURE is set"
    return next(filter(None, (_compiled(root / FOLDER / source, folder / made(source)) for source in SOURCES)), None)


def made(source: str) -> str:
    """The name of what is compiled of a source."""
    return f"{source.removesuffix('.c')}{ENDING}"


def _compiled(source: Path, made: Path) -> str | None:
    """Compile one. What was there before stays whole until the new one is."""
    reason = "this Python does not say how"
    new = made.with_name(f"{made.name}.{os.getpid()}")
    for command in commands(source, new):
        try:
            subprocess.run(command, check=True, capture_output=True, encoding="utf-8", errors="replace")  # noqa: S603
            new.replace(made)
        except (OSError, subprocess.CalledProcessError) as error:
            lines = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
            reason = lines[0] if lines else str(error)
        else:
            return None
        finally:
            new.unlink(missing_ok=True)
    return reason


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by itself
    pass
else:

    class Hook(BuildHookInterface[Any]):
        """What hatchling asks before it builds."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Compile, in the checkout where that is what is installed, and say which Pythons the wheel is for."""
            root = Path(self.root)
            is_editable = version == "editable"
            self.scratch = tempfile.TemporaryDirectory()
            folder = root / FOLDER if is_editable else Path(self.scratch.name)
            reason = compiled(root, folder)
            if reason is not None:
                self.app.display_info(f"teitools: not compiled ({reason}); it finds the same, but not as fast")
            elif not is_editable:
                platform = self.build_config.builder.get_best_matching_tag().rpartition("-")[2]
                build_data.update(pure_python=False, tag=f"{TAG}-{platform}")
                for name in map(made, SOURCES):
                    build_data["force_include"][str(folder / name)] = f"teitools/native/{name}"

        def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
            """Remove what is in the wheel by now."""
            self.scratch.cleanup()


if __name__ == "__main__":
    why = compiled(Path(__file__).resolve().parent, Path(__file__).resolve().parent / FOLDER)
    sys.exit(why and f"not compiled: {why}")
