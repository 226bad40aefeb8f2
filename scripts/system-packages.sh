#!/bin/sh
# Installs the Debian packages that some formats need: doc, wps, odt and rtf become docx through LibreOffice's Writer, xls,
# et and ods become xlsx through its Calc.
#
# Usage: scripts/system-packages.sh
#
# Gouji works without them, only not for these formats.
# So this script never fails: what it cannot install it names in one line, with the reason, and leaves out.
set -eu

# Without a graphical interface, and without what Debian merely recommends (fonts, dictionaries, a Java runtime).
packages='libreoffice-writer-nogui libreoffice-calc-nogui'

# Seconds for each way to the network; what follows works on local files and must not be cut off in the middle.
limit=300

skip() {
    echo "system packages: skipped, so doc, wps, odt, rtf, xls, et and ods are not read: $1" >&2
    exit 0
}

installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Whoever has another LibreOffice, such as the one with a graphical interface, keeps it.
if command -v soffice >/dev/null 2>&1 || command -v libreoffice >/dev/null 2>&1; then
    exit 0
fi

command -v apt-get >/dev/null 2>&1 || skip "no apt-get on this system; install LibreOffice your own way"
missing=
for package in $packages; do
    installed "$package" || missing="$missing $package"
done
[ "$(id -u)" = 0 ] || skip "only root may; run: apt-get install --no-install-recommends$missing"

quiet() {
    DEBIAN_FRONTEND=noninteractive timeout -k 10 "$@" >/dev/null 2>&1 </dev/null
}
apt='apt-get -qq -o DPkg::Lock::Timeout=60 -o Acquire::Retries=1'
get="$apt -y --no-install-recommends install"

echo "system packages: installing$missing" >&2
# An old list of packages names files that are gone from the servers, so it is fetched anew first.
quiet "$limit" $apt update || skip "apt-get could not fetch its lists; is there a network?"
quiet "$limit" $get --download-only $missing || skip "apt-get could not fetch$missing"
quiet 3600 $get --no-download $missing || skip "apt-get could not install$missing; try: apt-get install$missing"
