package dev.treadle.monitor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What the lints say to the log between [#begin()] and [#close()].
final class Findings implements AutoCloseable {

  private final Logger logger = Logger.getLogger("dev.treadle");
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord logged) {
          records.add(logged);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private Findings() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    for (var lint : Lint.values()) {
      if (lint.isOn()) {
        lint.enable(); // so that it says again what another test has heard
      }
    }
  }

  static Findings begin() {
    return new Findings();
  }

  /// The messages, with the numbers of lines blotted out.
  List<String> messages() {
    return records.stream()
        .map(LogRecord::getMessage)
        .map(message -> message.replaceAll("\\.java:\\d+", ".java"))
        .toList();
  }

  List<Throwable> stacks() {
    return records.stream().map(LogRecord::getThrown).toList();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }
}
