"""Lists the libraries in the binary as a CycloneDX document, from the facts of the build and of dpkg.

    sbom.py BUILD STATIC    BUILD is a folder of CMake's, built with CHATMOCK_STATIC;
                            STATIC is the folder of script/static-libraries

Archives are those of the linker's map, headers those that the compiler read.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, Set, Tuple

Json = Dict[str, object]


def run(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def linked_files(build: Path) -> Set[str]:
    """Archives with a member in the binary, and shared libraries."""
    text = (build / "chatmock.map").read_text(errors="replace")
    members = re.findall(r"^(/\S+\.a)\(", text.split("Discarded input sections")[0], re.MULTILINE)
    whole = re.findall(r"^LOAD (/\S+\.so\S*)$", text, re.MULTILINE)
    return set(members) | set(whole)


def headers(build: Path) -> Set[str]:
    """Headers outside of the sources that the compiler read for the binary."""
    return set(re.findall(r"^    (/usr/\S+)$", run("ninja", "-C", str(build), "-t", "deps"), re.MULTILINE))


def packages_of(files: Set[str]) -> Set[str]:
    """The binary packages that have these files."""
    names = sorted({os.path.realpath(name) for name in files} | files)
    found = subprocess.run(["dpkg", "-S", *names], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    return {package for line in found.splitlines() for package in line.split(": ")[0].split(", ")}


def source_of(package: str) -> Tuple[str, str]:
    name, version = run("dpkg-query", "-W", "-f", "${source:Package} ${source:Version}", package).split()
    return name, version


def licences(package: str) -> List[str]:
    """The short names in the machine-readable file of the package's licences."""
    path = Path("/usr/share/doc", package.split(":")[0], "copyright")
    if not path.exists():
        return []
    text = path.read_text(errors="replace")
    if "copyright-format/1.0" not in text.replace("\n", " ")[:300]:
        return []
    return sorted(set(re.findall(r"^License: *(\S.*)$", text, re.MULTILINE)))


def release_id() -> str:
    facts = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
    return "debian-" + facts["VERSION_ID"].strip('"')


def component(name: str, version: str, licence_names: List[str]) -> Json:
    purl = f"pkg:deb/debian/{name}@{version.replace('+', '%2B')}?arch=source&distro={release_id()}"
    entry: Json = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    if licence_names:
        entry["licenses"] = [{"license": {"name": each}} for each in licence_names]
    return entry


def components(build: Path, static: Path) -> List[Json]:
    sources: Dict[Tuple[str, str], Set[str]] = {}
    for package in packages_of(linked_files(build) | headers(build)):
        sources.setdefault(source_of(package), set()).update(licences(package))
    for line in (static / "packages").read_text().splitlines():
        name, version = line.split()
        sources.setdefault((name, version), set())
    sources = {key: names for key, names in sources.items() if key[0] != "linux"}
    return [component(name, version, sorted(names)) for (name, version), names in sorted(sources.items())]


def main() -> None:
    build, static = Path(sys.argv[1]), Path(sys.argv[2])
    words = re.fullmatch(r"chatmock (\S+) \(commit (\S+), built (\S+)\)\n", run(str(build / "chatmock"), "--version"))
    assert words is not None
    version, commit, date = words.groups()
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": date,
            "component": {
                "type": "application",
                "bom-ref": "chatmock",
                "name": "chatmock",
                "version": version,
                "licenses": [{"license": {"id": "MIT"}}],
                "properties": [{"name": "commit", "value": commit}],
            },
        },
        "components": components(build, static),
    }
    print(json.dumps(document, indent=2))


if __name__ == "__main__":
    main()
