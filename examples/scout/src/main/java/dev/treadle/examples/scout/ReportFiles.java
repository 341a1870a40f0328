package dev.treadle.examples.scout;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A report for programs: all of it as JSON, or the broken links as CSV (RFC 4180).
public final class ReportFiles {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ReportFiles() {}

  /// Returns a report as JSON; times are in milliseconds.
  public static String json(Report report) {
    var root = JSON.createObjectNode();
    var seeds = root.putArray("seeds");
    report.seeds().forEach(seed -> seeds.add(seed.toString()));
    root.put("state", report.state().name());
    root.put("elapsedMs", report.elapsed().toMillis());
    root.set("counters", JSON.valueToTree(report.counters()));
    root.set("broken", JSON.valueToTree(report.broken()));
    root.set("refused", JSON.valueToTree(report.refused()));
    root.set("redirects", JSON.valueToTree(report.redirects()));
    root.set("skipped", JSON.valueToTree(report.skipped()));
    root.set("pages", pages(report));
    return root.toPrettyString();
  }

  private static ArrayNode pages(Report report) {
    var pages = JSON.createArrayNode();
    for (var page : report.pages()) {
      ObjectNode node = pages.addObject();
      node.put("url", page.url());
      node.put("status", page.status());
      node.put("bytes", page.bytes());
      node.put("ms", page.duration().toMillis());
    }
    return pages;
  }

  /// Returns the broken links as CSV, with a line of headings.
  public static String csv(Report report) {
    var text = new StringWriter();
    try (var csv = CsvWriter.builder().build(text)) {
      csv.writeRecord("page", "link", "reason");
      for (var link : report.broken()) {
        csv.writeRecord(link.page(), link.link(), link.reason());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("expected a text that can be written", impossible);
    }
    return text.toString();
  }
}
