package dev.treadle;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What this library logs until it is closed; it is not printed meanwhile.
public final class LogCapture implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger("dev.treadle");

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

  private LogCapture() {}

  public static LogCapture begin() {
    var capture = new LogCapture();
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(capture.handler);
    return capture;
  }

  public List<String> messages() {
    return records.stream().map(LogRecord::getMessage).toList();
  }

  List<Throwable> thrown() {
    return records.stream().map(LogRecord::getThrown).filter(Objects::nonNull).toList();
  }

  @Override
  public void close() {
    LOGGER.removeHandler(handler);
    LOGGER.setUseParentHandlers(true);
  }
}
