package dev.treadle.http.client;

import dev.treadle.Treadle;
import dev.treadle.io.ByteStream;
import dev.treadle.io.Dns;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Opens connections on which a write returns late: the other end has the bytes, and may have
/// answered, before whoever wrote them knows.
final class LaggingConnector extends Connector {

  private final Duration lag;

  LaggingConnector(Duration lag) {
    super(Dns.system(), null);
    this.lag = lag;
  }

  @Override
  ByteStream stream(Route route) throws IOException {
    return new Lagging(super.stream(route), lag);
  }

  private static final class Lagging extends StreamAround {

    private final Duration lag;

    Lagging(ByteStream stream, Duration lag) {
      super(stream);
      this.lag = lag;
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
      super.write(from);
      Treadle.shield(lag.multipliedBy(2), () -> Treadle.sleep(lag));
    }
  }
}
