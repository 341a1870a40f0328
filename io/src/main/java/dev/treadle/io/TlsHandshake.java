package dev.treadle.io;

import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/// The beginning of a TLS connection: one task does both directions.
final class TlsHandshake {

  private final SSLEngine engine;
  private final TlsRecords records;

  TlsHandshake(SSLEngine engine, TlsRecords records) {
    this.engine = engine;
    this.records = records;
  }

  void run() throws IOException {
    engine.beginHandshake();
    var status = engine.getHandshakeStatus();
    while (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING) {
      status =
          switch (status) {
            case NEED_TASK -> compute();
            case NEED_WRAP -> send();
            default -> receive();
          };
    }
    // What a server has left to say in TLS 1.3 is tickets. They go with its first bytes: a client
    // that only sends may never read them, and the server would wait for ever.
    if (engine.getUseClientMode() || !isTls13()) {
      records.flush();
    }
  }

  private boolean isTls13() {
    return engine.getSession().getProtocol().equals(TlsVersion.TLS_1_3.toString());
  }

  private HandshakeStatus compute() {
    for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
      task.run();
    }
    return engine.getHandshakeStatus();
  }

  private HandshakeStatus send() throws IOException {
    var result = records.wrap(TlsRecords.NOTHING);
    if (result.getStatus() == Status.CLOSED) {
      throw new TlsException("the other end gave up before the connection was secure");
    }
    return result.getHandshakeStatus();
  }

  private HandshakeStatus receive() throws IOException {
    // Now and not sooner: what belongs together goes together.
    records.flush();
    if (!records.awaitRecord()) {
      throw new TlsException("the other end closed the connection before it was secure");
    }
    var result = records.unwrap(TlsRecords.NOTHING);
    if (result.getStatus() == Status.BUFFER_UNDERFLOW && !records.receive()) {
      throw new TlsException("the other end closed the connection before it was secure");
    }
    if (result.getStatus() == Status.CLOSED) {
      throw new TlsException("the other end gave up before the connection was secure");
    }
    return result.getHandshakeStatus();
  }
}
