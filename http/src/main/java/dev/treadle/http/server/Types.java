package dev.treadle.http.server;

import dev.treadle.http.Headers;
import dev.treadle.http.MediaType;
import java.util.Locale;
import java.util.Map;

/// Media types: as fields, and by names of files.
final class Types {

  private static final String NAME = "Content-Type";

  private static final Headers TEXT = Headers.of(NAME, MediaType.TEXT.toString());
  private static final Headers JSON = Headers.of(NAME, MediaType.JSON.toString());
  private static final Headers HTML = Headers.of(NAME, MediaType.HTML.toString());

  private static final Map<String, MediaType> BY_SUFFIX =
      Map.ofEntries(
          Map.entry("html", MediaType.HTML),
          Map.entry("htm", MediaType.HTML),
          Map.entry("txt", MediaType.TEXT),
          Map.entry("md", MediaType.of("text/markdown; charset=utf-8")),
          Map.entry("css", MediaType.of("text/css; charset=utf-8")),
          Map.entry("csv", MediaType.of("text/csv; charset=utf-8")),
          Map.entry("js", MediaType.of("text/javascript; charset=utf-8")),
          Map.entry("mjs", MediaType.of("text/javascript; charset=utf-8")),
          Map.entry("json", MediaType.JSON),
          Map.entry("map", MediaType.JSON),
          Map.entry("xml", MediaType.of("application/xml")),
          Map.entry("svg", MediaType.of("image/svg+xml")),
          Map.entry("png", MediaType.of("image/png")),
          Map.entry("jpg", MediaType.of("image/jpeg")),
          Map.entry("jpeg", MediaType.of("image/jpeg")),
          Map.entry("gif", MediaType.of("image/gif")),
          Map.entry("webp", MediaType.of("image/webp")),
          Map.entry("avif", MediaType.of("image/avif")),
          Map.entry("ico", MediaType.of("image/x-icon")),
          Map.entry("pdf", MediaType.of("application/pdf")),
          Map.entry("wasm", MediaType.of("application/wasm")),
          Map.entry("woff2", MediaType.of("font/woff2")),
          Map.entry("mp4", MediaType.of("video/mp4")),
          Map.entry("webm", MediaType.of("video/webm")),
          Map.entry("mp3", MediaType.of("audio/mpeg")),
          Map.entry("zip", MediaType.of("application/zip")),
          Map.entry("gz", MediaType.of("application/gzip")));

  private Types() {}

  /// The field alone; made once for those that are common.
  static Headers field(MediaType type) {
    if (type == MediaType.TEXT) {
      return TEXT;
    }
    if (type == MediaType.JSON) {
      return JSON;
    }
    return type == MediaType.HTML ? HTML : Headers.of(NAME, type.toString());
  }

  /// What a file is by its name.
  static MediaType ofFile(String name) {
    var suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return BY_SUFFIX.getOrDefault(suffix, MediaType.BYTES);
  }

  /// Whether it is worth to compress: it is text of some kind.
  static boolean isText(MediaType type) {
    return type.type().equals("text")
        || type.isJson()
        || type.subtype().equals("xml")
        || type.subtype().endsWith("+xml")
        || type.subtype().equals("wasm");
  }
}
