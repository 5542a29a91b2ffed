import Commands
import Foundation

exit(await OptOutAudit.run(arguments: Array(CommandLine.arguments.dropFirst())))
