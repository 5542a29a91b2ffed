import ArgumentParser
import OrganizationsAPI

/// Whether a collect would work, without collecting.
struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows who would ask AWS, where, and which permissions are missing.",
    discussion: """
      Examples:
        optout-audit doctor
        optout-audit doctor --profile audit --json

      Signs in as `collect` does and calls each read operation once. Nothing is stored. Exit status 1 when `collect` \
      would lack something, 2 when nothing works.
      """)

  @OptionGroup var aws: AWSOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let context = CommandContext.system()
    let signedIn = try await AWSConnection(options: aws, context: context).signIn()
    try signedIn.requireOptOutPolicies()
    let output = try await Interruption.watching {
      let caller: CallerIdentity
      do {
        caller = try await LiveOrganizations(client: signedIn.client).callerIdentity()
      } catch {
        throw CommandFailure(error)
      }
      let findings = await PermissionCheck(client: signedIn.client).run(as: caller)
      return DoctorOutput(signedIn: signedIn, caller: caller, findings: findings)
    }
    try context.print(json ? output.json.text : output.text(context))
    switch output.state {
    case .ready: break
    case .incomplete: throw ExitCode(.findings)
    case .unusable: throw ExitCode(.failure)
    }
  }
}
