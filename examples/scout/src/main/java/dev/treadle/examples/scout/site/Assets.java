package dev.treadle.examples.scout.site;

import dev.treadle.http.MediaType;
import dev.treadle.http.server.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What pages need or offer that is no page: styles, pictures, files.
final class Assets {

  private static final MediaType CSS = MediaType.of("text/css; charset=utf-8");
  private static final MediaType SVG = MediaType.of("image/svg+xml");
  private static final MediaType PDF = MediaType.of("application/pdf");

  private static final String STYLES =
      """
      body { font: 17px/1.5 Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem;
             color: #2b2622; background: #fbf8f3; }
      nav { display: flex; gap: 1rem; align-items: center; border-bottom: 1px solid #d8cfc2; }
      .way, footer { color: #7a6f63; font-size: .85rem; }
      a { color: #8a3b12; }
      """;

  private static final String[] COLOURS = {"#a4472b", "#3f6b5c", "#c99a2e", "#31456a", "#7b5a86"};

  private Assets() {}

  /// Returns all of them by path.
  static Map<String, Response> all() {
    var all = new HashMap<String, Response>();
    all.put("/assets/site.css", Response.bytes(CSS, bytes(STYLES)));
    all.put("/assets/shuttle.svg", Response.bytes(SVG, bytes(picture("#2b2622", 32))));
    for (int i = 0; i < COLOURS.length; i++) {
      all.put("/assets/cloth-" + i + ".svg", Response.bytes(SVG, bytes(picture(COLOURS[i], 160))));
    }
    all.put("/assets/catalogue.pdf", Response.bytes(PDF, pdf()));
    all.put("/assets/notes.txt", Response.text("http://nobody.example/ is no link here.\n"));
    all.put("/assets/prices.json", Response.json("{\"shuttle\": \"/nothing\"}"));
    return all;
  }

  private static String picture(String colour, int size) {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%2$d" height="%2$d" viewBox="0 0 8 8">
    <path fill="%1$s" d="M0 4 4 2 8 4 4 6zM0 0h8v1H0zM0 7h8v1H0z"/></svg>
    """
        .formatted(colour, size);
  }

  /// An empty document, and something behind it that looks like a link.
  private static byte[] pdf() {
    return bytes(
        """
        %PDF-1.4
        1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
        2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj
        trailer <</Root 1 0 R>>
        %%EOF
        <a href="/nothing">nothing</a>
        """);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
