package dev.treadle.http;

import java.util.ArrayList;
import java.util.List;

/// `.` and `..` in paths (RFC 3986 section 5.2.4).
final class DotSegments {

  private DotSegments() {}

  /// The path without them. Those that would lead above the root lead to it.
  static String remove(String path) {
    if (!path.contains("/.")) {
      return path;
    }
    var kept = new ArrayList<String>();
    var segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      switch (segments[i]) {
        case "." -> keepSlash(kept, last);
        case ".." -> {
          if (!kept.isEmpty()) {
            kept.removeLast();
          }
          keepSlash(kept, last);
        }
        default -> kept.add(segments[i]);
      }
    }
    return "/" + String.join("/", kept);
  }

  /// A path that ended in one of them ends in a slash.
  private static void keepSlash(List<String> kept, boolean last) {
    if (last) {
      kept.add("");
    }
  }
}
