package dev.treadle.resource;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What this library logs until it is closed; it is not printed meanwhile.
public final class Warnings extends Handler implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger("dev.treadle");

  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  private Warnings() {}

  /// Begins to listen.
  public static Warnings begin() {
    var warnings = new Warnings();
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(warnings);
    return warnings;
  }

  /// Returns what was logged so far.
  public List<String> messages() {
    return records.stream().map(LogRecord::getMessage).toList();
  }

  @Override
  public void publish(LogRecord record) {
    records.add(record);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
    LOGGER.setUseParentHandlers(true);
  }
}
