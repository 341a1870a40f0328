package dev.treadle.http.client;

import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.Url;
import dev.treadle.http.websocket.Message;
import dev.treadle.http.websocket.WebSocketSettings;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Who is asked to ask.
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end in CR LF
class ProxyTest {

  private static HttpClient through(String proxy) {
    return HttpClient.open(s -> ExchangeTest.bare(s).withProxies(Proxies.all(Proxy.of(proxy))));
  }

  @TreadleTest
  void plainRequestsAreSentWhole(Simulation simulation) throws Exception {
    try (var server =
            ScriptedServer.start(
                simulation,
                "proxy",
                3128,
                peer -> {
                  peer.expect(
                      "GET http://one/a?b HTTP/1.1\r\nHost: one\r\n"
                          + "Proxy-Authorization: Basic bWU6c2VjcmV0\r\n\r\n");
                  peer.ok("1");
                  peer.expect(
                      "GET http://other:81/ HTTP/1.1\r\nHost: other:81\r\n"
                          + "Proxy-Authorization: Basic bWU6c2VjcmV0\r\n\r\n");
                  peer.ok("2");
                });
        var client = through("http://me:secret@proxy:3128")) {
      assertThat(client.get("http://one/a?b").text()).isEqualTo("1");
      assertThat(client.get("http://other:81").text()).isEqualTo("2");
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @TreadleTest
  void socksConnectsByName(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                "proxy",
                1080,
                peer -> {
                  peer.expect("\5\1\0");
                  peer.send("\5\0");
                  peer.expect("\5\1\0\3\6server\0\120");
                  peer.send("\5\0\0\1\12\0\0\1\0\120");
                  peer.expect("GET / HTTP/1.1\r\nHost: server\r\n\r\n");
                  peer.ok("through");
                });
        var client = through("socks5://proxy")) {
      assertThat(client.get("http://server/").text()).isEqualTo("through");
    }
  }

  @TreadleTest
  void socksLogsInAndTakesAddresses(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                "proxy",
                1080,
                peer -> {
                  peer.expect("\5\2\0\2");
                  peer.send("\5\2");
                  peer.expect("\1\2me\6secret");
                  peer.send("\1\0");
                  peer.expect("\5\1\0\1\12\0\0\7\0\120");
                  peer.send("\5\0\0\3\4host\0\120");
                  peer.readHead();
                  peer.ok("through");
                });
        var client = through("socks5://me:secret@proxy")) {
      assertThat(client.get("http://10.0.0.7/").text()).isEqualTo("through");
    }
  }

  @TreadleTest
  void whatSocksRefusesIsSaid(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                "proxy",
                1080,
                peer -> {
                  peer.readBody(3);
                  peer.send("\5\0");
                  peer.readBody(13);
                  peer.send("\5\5\0\1\0\0\0\0\0\0");
                });
        var client = through("socks5://proxy")) {
      var failure = thrownBy(HttpException.ConnectFailed.class, () -> client.get("http://server/"));

      assertThat(failure)
          .hasMessage("expected SOCKS5 proxy proxy:1080 to connect: the host refuses");
      assertThat(client.statistics().open()).isZero();
    }
  }

  @TreadleTest
  void aTunnelIsAskedForAndNothingBehindItsAnswerIsLost(Simulation simulation) throws Exception {
    try (var _ =
        ScriptedServer.start(
            simulation,
            "proxy",
            3128,
            peer -> {
              peer.expect(
                  "CONNECT server:443 HTTP/1.1\r\nHost: server:443\r\n"
                      + "Proxy-Authorization: Basic bWU6c2VjcmV0\r\n\r\n");
              peer.send("HTTP/1.1 200 Connection established\r\n\r\nfirst words");
            })) {
      var proxy = Proxy.of("http://me:secret@proxy:3128");
      var route = Route.via(proxy, Url.of("https://server/"), false);
      try (var stream = dev.treadle.io.Tcp.connect("proxy", 3128)) {
        HttpTunnel.open(stream, proxy, route);

        var reader = dev.treadle.io.ByteReader.of(stream);
        assertThat(new String(reader.readExactly(11), StandardCharsets.UTF_8))
            .isEqualTo("first words");
      }
    }
  }

  @TreadleTest
  void aTunnelThatIsRefusedIsNoConnection(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                "proxy",
                3128,
                peer -> {
                  peer.readHead();
                  peer.send(
                      "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
                });
        var client = through("http://proxy:3128")) {
      var failure =
          thrownBy(HttpException.ConnectFailed.class, () -> client.get("https://server/"));

      assertThat(failure)
          .hasMessage(
              "expected HTTP proxy proxy:3128 to connect to server:443, found 407 Proxy"
                  + " Authentication Required");
    }
  }

  @TreadleTest
  void theEnvironmentSaysWhichProxy() {
    var proxies =
        Proxies.from(
            Map.of(
                "HTTP_PROXY", "http://plain:3128",
                "https_proxy", "secure:3129",
                "NO_PROXY", "localhost, .internal,example.com, 10.0.0.1, [::1], other:8080"));

    assertThat(found(proxies, "http://server/")).isEqualTo("HTTP proxy plain:3128");
    assertThat(found(proxies, "https://server/")).isEqualTo("HTTP proxy secure:3129");
    assertThat(found(proxies, "http://localhost/")).isEqualTo("none");
    assertThat(found(proxies, "http://a.internal/")).isEqualTo("none");
    assertThat(found(proxies, "http://www.example.com/")).isEqualTo("none");
    assertThat(found(proxies, "http://badexample.com/")).isEqualTo("HTTP proxy plain:3128");
    assertThat(found(proxies, "http://10.0.0.1/")).isEqualTo("none");
    assertThat(found(proxies, "http://[::1]/")).isEqualTo("none");
    assertThat(found(proxies, "http://other:8080/")).isEqualTo("none");
    assertThat(found(proxies, "http://other/")).isEqualTo("HTTP proxy plain:3128");
  }

  @TreadleTest
  void oneProxyMayBeForAllAndNoneForSome() {
    var proxies = Proxies.from(Map.of("ALL_PROXY", "socks5://proxy", "no_proxy", "*"));
    var all = Proxies.from(Map.of("ALL_PROXY", "socks5h://proxy:9050"));

    assertThat(found(proxies, "http://server/")).isEqualTo("none");
    assertThat(found(all, "https://server/")).isEqualTo("SOCKS5 proxy proxy:9050");
    assertThat(found(Proxies.from(Map.of()), "https://server/")).isEqualTo("none");
  }

  /// Known as httpoxy.
  @TreadleTest
  void aFieldOfARequestIsNotTakenForTheEnvironment() {
    var proxies = Proxies.from(Map.of("REQUEST_METHOD", "GET", "HTTP_PROXY", "http://evil:80"));

    assertThat(found(proxies, "http://server/")).isEqualTo("none");
  }

  @TreadleTest
  void aProxySpeaksHttpOrSocks() throws Exception {
    var mistake = thrownBy(IllegalArgumentException.class, () -> Proxy.of("ftp://proxy"));

    assertThat(mistake)
        .hasMessage(
            "text: expected 'http', 'socks5' or 'socks5h' as scheme of a proxy, found 'ftp'");
  }

  private static String found(Proxies proxies, String url) {
    return proxies.find(Url.of(url)).map(Proxy::toString).orElse("none");
  }

  /// RFC 6455 section 4.1: a proxy in between would not know what to make of the upgrade.
  @TreadleTest
  void aWebSocketGoesThroughATunnelAlsoWithoutTls(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                "proxy",
                3128,
                peer -> {
                  peer.expect("CONNECT server:80 HTTP/1.1\r\nHost: server:80\r\n\r\n");
                  peer.send("HTTP/1.1 200 OK\r\n\r\n");
                  WebSocketClientTest.serve(peer, socket -> socket.send("through"));
                });
        var client = through("http://proxy:3128")) {
      client.<IOException>webSocket(
          "ws://server/",
          WebSocketSettings.defaults(),
          socket -> assertThat(socket.receive()).isEqualTo(new Message.Text("through")));
    }
  }
}
