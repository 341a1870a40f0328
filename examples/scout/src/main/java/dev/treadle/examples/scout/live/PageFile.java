package dev.treadle.examples.scout.live;

import dev.treadle.http.server.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/// The page as one file: its style and its script are in it, and its policy allows these two and
/// nothing else.
final class PageFile {

  private PageFile() {}

  static Response read() {
    var style = text("page.css");
    var script = text("page.js");
    var page = text("page.html").replace("/*STYLE*/", style).replace("/*SCRIPT*/", script);
    return Response.html(page)
        .withHeader("Content-Security-Policy", policy(style, script))
        .withHeader("Cache-Control", "no-store")
        .withHeader("Cross-Origin-Opener-Policy", "same-origin");
  }

  private static String policy(String style, String script) {
    return "default-src 'none'; connect-src 'self'; img-src data:"
        + "; style-src 'sha256-"
        + hash(style)
        + "'"
        + "; script-src 'sha256-"
        + hash(script)
        + "'"
        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static String text(String name) {
    try (var file = PageFile.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException("could not read " + name, failure);
    }
  }
}
