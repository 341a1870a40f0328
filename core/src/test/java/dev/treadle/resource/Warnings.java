package dev.treadle.resource;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What this library logs until it is closed; it is not printed meanwhile.
public final class Warnings implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger("dev.treadle");

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Handler handler = new Listener(messages);

  private Warnings() {}

  /// Begins to listen.
  public static Warnings begin() {
    var warnings = new Warnings();
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(warnings.handler);
    return warnings;
  }

  /// Returns what was logged so far.
  public List<String> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void close() {
    LOGGER.removeHandler(handler);
    LOGGER.setUseParentHandlers(true);
  }

  private static final class Listener extends Handler {

    private final List<String> messages;

    Listener(List<String> messages) {
      this.messages = messages;
    }

    @Override
    public void publish(LogRecord record) {
      messages.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
