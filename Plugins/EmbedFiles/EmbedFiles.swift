import Foundation
import PackagePlugin

/// Embeds folders of a target in its module.
///
/// A target lists its folders in `embed.json` beside its sources: `{"EmbeddedMigrations": "migrations"}` makes the type
/// `EmbeddedMigrations` from the folder `migrations`. A folder of the package's top level is reached through a
/// relative symbolic link inside the target, which also lets the build system see edits, additions and renames.
@main
struct EmbedFiles: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let tool = try context.tool(named: "embed-files")
    let list = target.directoryURL.appending(path: "embed.json")
    let folders = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: list))
    return folders.sorted { $0.key < $1.key }.map { typeName, folder in
      let source = target.directoryURL.appending(path: folder).resolvingSymlinksInPath()
      let output = context.pluginWorkDirectoryURL.appending(path: "\(typeName).swift")
      return .buildCommand(
        displayName: "Embedding \(folder) in \(target.name)",
        executable: tool.url,
        arguments: [source.path(), typeName, output.path()],
        inputFiles: [list, source] + files(in: source),
        outputFiles: [output])
    }
  }

  /// All files below `folder`, so that a change to any of them runs the tool again.
  private func files(in folder: URL) -> [URL] {
    let enumerator = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (enumerator?.compactMap { $0 as? URL } ?? []).filter { !$0.hasDirectoryPath }
  }
}
