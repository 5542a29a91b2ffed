import PolicyLanguage

/// A CloudWatch dashboard of the metrics that AI services really publish, from a dated list with sources.
struct DashboardForm {
  var options: FormOptions

  func files() throws(RemediationError) -> [GeneratedFile] {
    let list: JSONNode
    do { list = try JSONParser.parse(try FileTemplate("ai-usage-metrics.json").verbatim) } catch {
      throw .template("\(error)")
    }
    guard case .array(let metrics)? = list["metrics"]?.value, let note = list["note"]?.string,
      let day = list["checkedOn"]?.string
    else { throw .template("ai-usage-metrics.json has no metrics") }
    let sources = metrics.compactMap { metric in
      metric["service"]?.string.map { "- \($0): \(metric["source"]?.string ?? "")" }
    }
    let readme = try FileTemplate("dashboard.md").filled([
      "madeBy": options.madeBy, "note": note, "day": day, "sources": sources.joined(separator: "\n"),
      "region": options.region,
    ])
    let text =
      "## AI services in use\n\n\(note) Metric names as of \(day):\n\n" + sources.joined(separator: "\n")
    var widgets = [
      "{\"type\":\"text\",\"x\":0,\"y\":0,\"width\":24,\"height\":6,"
        + "\"properties\":{\"markdown\":\(QuotedText.json(text))}}"
    ]
    for (index, metric) in metrics.enumerated() {
      guard let service = metric["service"]?.string, let name = metric["metric"]?.string,
        let schema = metric["schema"]?.string
      else { throw .template("ai-usage-metrics.json: a metric lacks its name") }
      widgets.append(widget(service, name, schema, index))
    }
    return [
      GeneratedFile(
        path: "dashboard/dashboard.json",
        text: "{\"widgets\":[\n  " + widgets.joined(separator: ",\n  ") + "\n]}\n"),
      GeneratedFile(path: "dashboard/README.md", text: readme),
    ]
  }

  /// A search finds the metric whatever values its dimensions have:
  /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html>.
  private func widget(_ service: String, _ metric: String, _ schema: String, _ index: Int) -> String {
    let scope = schema.contains(",") ? "{\(schema)}" : "Namespace=\"\(schema)\""
    let search = "SEARCH('\(scope) MetricName=\"\(metric)\"', 'Sum', 3600)"
    return
      "{\"type\":\"metric\",\"x\":\(index % 2 * 12),\"y\":\(6 + index / 2 * 6),\"width\":12,\"height\":6,"
      + "\"properties\":{\"view\":\"timeSeries\",\"region\":\"\(options.region)\",\"period\":3600,\"stat\":\"Sum\","
      + "\"title\":\(QuotedText.json("\(service): \(metric)")),"
      + "\"metrics\":[[{\"expression\":\(QuotedText.json(search)),\"id\":\"m\(index + 1)\"}]]}}"
  }
}
