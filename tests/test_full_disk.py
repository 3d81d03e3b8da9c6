"""A disk that is full: the file that has no place is named, and the run says so once."""

import errno
import io

import pytest

from teitools import filesystem
from teitools.archive.sink import ZipSink


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_copy_without_place_is_told_by_its_target(tmp_path, number):
    error = OSError(number, "refused", str(tmp_path / "source"), None, str(tmp_path / "target"))
    assert filesystem.place(error, tmp_path) == str(tmp_path / "target")


def test_a_copy_of_what_cannot_be_read_is_told_by_its_source(tmp_path):
    error = OSError(errno.EACCES, "refused", str(tmp_path / "source"), None, str(tmp_path / "target"))
    assert filesystem.place(error, tmp_path) == str(tmp_path / "source")


def test_an_error_without_names_is_about_what_was_to_be_written(tmp_path):
    assert filesystem.place(OSError(errno.ENOSPC, "full"), tmp_path) == str(tmp_path)


class _Full(io.BytesIO):
    """Takes a hundred bytes."""

    def write(self, data, /):
        if self.tell() + len(data) > 100:
            raise OSError(errno.ENOSPC, "full")
        return super().write(data)


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_a_package_that_finds_no_place_fails_once():
    """What the library for zip files would say when it is forgotten is silenced."""
    with pytest.raises(OSError, match="full"), _Full() as stream, ZipSink(stream, "package") as sink:
        sink.write("a.txt", lambda file: file.write(b"a" * 1000))
