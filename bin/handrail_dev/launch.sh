# Sourced by bin/demo and bin/test: finds a Python that is new enough and hands over to it.

launch() {
  for python in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      PYTHONPATH="$root/bin"
      export PYTHONPATH
      exec "$python" -m handrail_dev.bootstrap "$@"
    fi
  done
  found=$(python3 --version 2>/dev/null) || found="no python3"
  echo "bin/$1: needs Python 3.11 or newer, and found $found." >&2
  exit 1
}
