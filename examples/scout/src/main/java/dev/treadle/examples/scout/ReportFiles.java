package dev.treadle.examples.scout;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
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

  /// Writes a report as JSON.
  ///
  /// @throws IOException if the file cannot be written
  public static void writeJson(Report report, Path file) throws IOException {
    try {
      Files.writeString(file, json(report) + "\n");
    } catch (JacksonException impossible) {
      throw new IOException("could not write the report as JSON", impossible);
    }
  }

  /// Writes the broken links as CSV, with a line of headings.
  ///
  /// @throws IOException if the file cannot be written
  public static void writeCsv(Report report, Path file) throws IOException {
    try (var csv = CsvWriter.builder().build(file, StandardCharsets.UTF_8)) {
      csv.writeRecord("page", "link", "reason");
      for (var link : report.broken()) {
        csv.writeRecord(link.page(), link.link(), link.reason());
      }
    }
  }
}
