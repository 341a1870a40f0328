package dev.treadle.test.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SimHostTest {

  private final TwoHosts hosts = new TwoHosts(1);

  @Test
  void portInUseSaysWhoHasIt() throws IOException {
    hosts.listen();

    assertThatExceptionOfType(BindException.class)
        .isThrownBy(hosts::listen)
        .withMessage("address in use: db:5432 belongs to listener db:5432");
  }

  @Test
  void addressOfAnotherHostCannotBeBound() {
    var foreign = new InetSocketAddress(hosts.client.address(), 80);

    assertThatExceptionOfType(BindException.class)
        .isThrownBy(() -> hosts.db.network().listen(foreign, 1))
        .withMessage(
            "cannot bind client/10.0.0.1:80 on host 'db': its addresses are 10.0.0.2 and "
                + "127.0.0.1");
  }

  @Test
  void portsForDatagramsAreNotThoseForStreams() throws IOException {
    var address = new InetSocketAddress(5432);

    try (var listener = hosts.listen();
        var socket = hosts.db.network().bind(address)) {
      assertThat(socket.localAddress()).isEqualTo(listener.localAddress());
    }
  }

  @Test
  void freePortsAreHandedOutInTurn() throws IOException {
    var first = hosts.connect();
    first.close();
    var second = hosts.connect();

    assertThat(second.localAddress())
        .isEqualTo(new InetSocketAddress(hosts.client.address(), 49153));
  }

  @Test
  void whenNoPortIsLeftTheMessageSaysSo() throws IOException {
    var open = new ArrayList<AutoCloseable>();
    for (int i = 0; i < 16384; i++) {
      open.add(hosts.connect());
    }

    assertThatExceptionOfType(BindException.class)
        .isThrownBy(hosts::connect)
        .withMessage("no port left on host 'client': all of 49152..65535 are in use");
    assertThat(open).hasSize(16384);
  }

  @Test
  void connectionToAPortOfNobodyIsRefusedWithTheReason() throws IOException {
    var connection = hosts.connect();
    hosts.world.settle();

    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(connection::finishConnect)
        .withMessage("connection refused: nobody listens on db:5432");
  }

  @Test
  void connectionBeyondTheBacklogIsRefusedWithTheReason() throws IOException {
    hosts.db.network().listen(new InetSocketAddress(5432), 1);
    var first = hosts.connect();
    var second = hosts.connect();
    hosts.world.settle();

    assertThat(first.finishConnect()).isTrue();
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(second::finishConnect)
        .withMessage("connection refused: 1 connections wait to be accepted on db:5432 already");
  }

  @Test
  void closingAListenerResetsWhatItHasNotHandedOut() throws IOException {
    var listener = hosts.listen();
    var connection = hosts.connect();
    hosts.world.settle();
    connection.finishConnect();

    listener.close();
    hosts.world.settle();

    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(() -> TwoHosts.read(connection))
        .withMessage("connection reset: connection client:49152 -> db:5432");
  }

  @Test
  void crashResetsTheOtherEnd() throws IOException {
    var pair = hosts.pair();
    var woken = new AtomicBoolean();
    pair.near().onReadable(() -> woken.set(true));

    hosts.db.crash();
    hosts.world.settle();

    assertThat(woken).isTrue();
    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(() -> TwoHosts.read(pair.near()))
        .withMessageStartingWith("connection reset");
  }

  @Test
  void crashFailsEverythingThatTheHostHadOpenAndCountsAsClosing() throws IOException {
    var listener = hosts.listen();
    var socket = hosts.datagrams(hosts.db);
    var near = hosts.connect();
    hosts.world.settle();
    var far = Objects.requireNonNull(listener.accept());

    hosts.db.crash();

    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(() -> TwoHosts.read(far))
        .withMessage("host 'db' crashed");
    assertThatExceptionOfType(SocketException.class).isThrownBy(listener::accept);
    assertThatExceptionOfType(SocketException.class).isThrownBy(() -> TwoHosts.receive(socket));
    assertThat(hosts.world.open()).containsExactly("connection client:49152 -> db:5432");
    near.close();
  }

  @Test
  void nothingCanBeOpenedOnACrashedHost() {
    hosts.db.crash();

    assertThat(hosts.db.isUp()).isFalse();
    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(hosts::listen)
        .withMessage("host 'db' is down: it crashed; restart() revives it");
  }

  @Test
  void crashedHostRefusesConnections() throws IOException {
    hosts.listen();
    hosts.db.crash();
    var connection = hosts.connect();
    hosts.world.settle();

    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(connection::finishConnect)
        .withMessage("connection refused: host 'db' is down");
  }

  @Test
  void restartedHostHasItsAddressAndAllItsPortsBack() throws IOException {
    var before = hosts.listen();
    hosts.db.crash();

    hosts.db.restart();
    var after = hosts.listen();
    before.close();

    assertThat(hosts.db.isUp()).isTrue();
    assertThatExceptionOfType(BindException.class).isThrownBy(hosts::listen);
    assertThat(after.accept()).isNull();
  }

  @Test
  void nobodyHearsOfACrashBehindAPartitionUntilItHeals() throws IOException {
    var pair = hosts.pair();
    hosts.net.linksOf(hosts.db).partition();
    hosts.db.crash();
    hosts.millis(1000);

    assertThat(TwoHosts.read(pair.near())).isEmpty();

    hosts.net.linksOf(hosts.db).heal();
    hosts.world.settle();

    assertThatExceptionOfType(SocketException.class).isThrownBy(() -> TwoHosts.read(pair.near()));
  }

  @Test
  void namesItselfAndItsAddress() {
    assertThat(hosts.db.name()).isEqualTo("db");
    assertThat(hosts.db.address()).isEqualTo(InetAddress.ofLiteral("10.0.0.2"));
    assertThat(hosts.db).hasToString("db/10.0.0.2");
  }
}
