// libarchive for Swift: zip archives.
#ifndef CARCHIVE_SHIM_H
#define CARCHIVE_SHIM_H

#include <archive.h>
#include <archive_entry.h>

// Mode bits of a regular file, a macro that Swift cannot import.
static const unsigned int carchive_regular_file = AE_IFREG;

#endif
