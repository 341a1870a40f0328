package dev.treadle.io.process;

import java.io.IOException;

/// A process wrote more than was to be kept of it. It was ended.
public final class OutputLimitException extends IOException {

  private static final long serialVersionUID = 1;

  OutputLimitException(String stream, int limit) {
    super(
        ("%s: expected at most %d bytes, found more; raise withCaptureLimit, or read it as it comes"
                + " with Subprocess.open")
            .formatted(stream, limit));
  }
}
