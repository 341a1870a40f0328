package dev.treadle.http.server;

import java.io.PrintWriter;

/// Code of the documentation.
class AccessLogSnippets {

  static ServerSettings combined(ServerSettings settings, PrintWriter file) {
    // @start region=combined
    return settings.withAccessLog(AccessLog.combined(file::println));
    // @end
  }
}
