package dev.treadle.test.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SimNetTest {

  private final TwoHosts hosts = new TwoHosts(1);
  private final SimNet net = hosts.net;

  @Test
  void hostsGetAddressesInTheOrderOfTheirCreation() {
    assertThat(net.hosts())
        .extracting(SimHost::toString)
        .containsExactly("client/10.0.0.1", "db/10.0.0.2");
  }

  @Test
  void hostOfAKnownNameIsTheSameInAnyCase() {
    assertThat(net.host("DB")).isSameAs(hosts.db);
  }

  @Test
  void moreThan255HostsHaveAddressesOfTheirOwn() {
    for (int i = 3; i <= 600; i++) {
      net.host("host-" + i);
    }

    assertThat(net.hosts()).extracting(SimHost::address).doesNotHaveDuplicates();
    assertThat(net.host("host-600").address().getHostAddress()).isEqualTo("10.0.2.88");
  }

  @Test
  void hostNameMustLookLikeOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> net.host("10.0.0.9"))
        .withMessage(
            "name must be a letter, then letters, digits, '.', '_' or '-', and not localhost, "
                + "was '10.0.0.9'");
    assertThatIllegalArgumentException().isThrownBy(() -> net.host("LocalHost"));
  }

  @Test
  void hostsResolveEachOthersNamesAndTheirOwn() throws UnknownHostException {
    assertThat(hosts.client.network().resolve("db")).containsExactly(hosts.db.address());
    assertThat(hosts.db.network().resolve("DB")).containsExactly(hosts.db.address());
  }

  @Test
  void unknownHostSaysWhichThereAre() {
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> hosts.client.network().resolve("bd"))
        .withMessage("unknown host 'bd': this network has client/10.0.0.1, db/10.0.0.2");
  }

  @Test
  void connectingToAnUnknownNameFailsAtOnce() {
    var nowhere = InetSocketAddress.createUnresolved("nowhere", 1);

    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> hosts.client.network().connect(nowhere));
  }

  @Test
  void addressThatNoHostHasCannotBeReached() throws IOException {
    var remote = new InetSocketAddress(InetAddress.ofLiteral("10.0.0.9"), 80);

    try (var connection = hosts.client.network().connect(remote)) {
      hosts.world.settle();

      assertThatExceptionOfType(NoRouteToHostException.class)
          .isThrownBy(connection::finishConnect)
          .withMessage("no route to /10.0.0.9:80: this network has client/10.0.0.1, db/10.0.0.2");
    }
  }

  @Test
  void localhostIsEveryHostItself() throws IOException {
    var local = InetSocketAddress.createUnresolved("localhost", 5432);
    try (var listener = hosts.listen();
        var own = hosts.db.network().connect(local);
        var others = hosts.client.network().connect(local)) {
      hosts.world.settle();

      assertThat(own.finishConnect()).isTrue();
      assertThat(listener.localAddress()).isEqualTo(new InetSocketAddress(5432));
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(others::finishConnect)
          .withMessage("connection refused: nobody listens on client:5432");
    }
  }

  @Test
  void listenerOnLocalhostIsNotReachedFromElsewhere() throws IOException {
    var local = InetSocketAddress.createUnresolved("localhost", 5432);
    try (var listener = hosts.db.network().listen(local, 1);
        var connection = hosts.connect()) {
      hosts.world.settle();

      assertThatExceptionOfType(IOException.class).isThrownBy(connection::finishConnect);
      assertThat(listener.accept()).isNull();
    }
  }

  @Test
  void unixDomainPathsBelongToTheirHost() throws IOException {
    var path = UnixDomainSocketAddress.of("/run/pg.sock");
    try (var listener = hosts.db.network().listen(path, 1);
        var own = hosts.db.network().connect(path);
        var others = hosts.client.network().connect(path)) {
      hosts.world.settle();

      assertThat(own.finishConnect()).isTrue();
      assertThat(hosts.world.open()).contains("listener db:/run/pg.sock");
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(others::finishConnect)
          .withMessage("connection refused: nobody listens on client:/run/pg.sock");
      assertThat(listener.localAddress()).isEqualTo(path);
    }
  }

  @Test
  void openEndpointsAreDescribedByHostAndPort() throws IOException {
    var listener = hosts.listen();
    var near = hosts.connect();
    hosts.world.settle();
    var far = Objects.requireNonNull(listener.accept());
    var socket = hosts.datagrams(hosts.client);

    assertThat(hosts.world.open())
        .containsExactly(
            "listener db:5432",
            "connection client:49152 -> db:5432",
            "connection db:5432 <- client:49152",
            "datagram socket client:9000");
    for (var endpoint :
        new AutoCloseableEndpoint[] {near::close, far::close, listener::close, socket::close}) {
      endpoint.close();
    }
    assertThat(hosts.world.open()).isEmpty();
  }

  @Test
  void connectionThatNobodyAcceptedIsNobodysToClose() throws IOException {
    var listener = hosts.listen();
    var near = hosts.connect();
    hosts.world.settle();

    near.close();
    listener.close();
    hosts.world.settle();

    assertThat(hosts.world.open()).isEmpty();
  }

  @Test
  void refusedConnectionIsStillToBeClosed() throws IOException {
    var near = hosts.connect();
    hosts.world.settle();

    assertThat(hosts.world.open()).containsExactly("connection client:49152 -> db:5432");

    near.close();

    assertThat(hosts.world.open()).isEmpty();
  }

  @Test
  void noTimerIsLeftBehindByAFinishedConversation() throws IOException {
    var pair = hosts.pair();
    pair.near().close();
    pair.far().close();
    hosts.world.settle();

    assertThat(hosts.world.pending()).isZero();
  }

  @Test
  void statisticsCountWhatEachHostDid() throws IOException {
    try (var refused = hosts.connect()) {
      hosts.world.settle();
      assertThat(refused).isNotNull();
    }
    var pair = hosts.pair();
    pair.near().write(TwoHosts.bytes("12345"));
    pair.far().write(TwoHosts.bytes("123"));
    try (var socket = hosts.datagrams(hosts.client)) {
      socket.send(TwoHosts.bytes("lost"), TwoHosts.DB);
    }
    hosts.world.settle();

    assertThat(hosts.client.statistics()).isEqualTo(new NetStatistics(1, 1, 5, 1, 1));
    assertThat(hosts.db.statistics()).isEqualTo(new NetStatistics(0, 0, 3, 0, 0));
    assertThat(net.statistics()).isEqualTo(new NetStatistics(1, 1, 8, 1, 1));
  }

  private interface AutoCloseableEndpoint {
    void close() throws IOException;
  }
}
