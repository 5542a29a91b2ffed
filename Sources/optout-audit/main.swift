import Commands
import Foundation

// Without the C library's exit handlers: they would take OpenSSL down under libcurl's thread, which may be at work.
let status = await OptOutAudit.run(arguments: Array(CommandLine.arguments.dropFirst()))
fflush(nil)
_exit(status)
