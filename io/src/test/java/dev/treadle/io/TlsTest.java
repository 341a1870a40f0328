package dev.treadle.io;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.io.ByteStreamContract.readText;
import static dev.treadle.io.ByteStreamContract.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.TaskGroup;
import dev.treadle.TaskTimeoutException;
import dev.treadle.io.TlsSettings.ClientCertificates;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How two ends come to agree, and what they say if they do not.
class TlsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final TestAuthority AUTHORITY = new TestAuthority("authority");
  private static final TestAuthority STRANGER = new TestAuthority("stranger");
  private static final TestAuthority.Holder HOST =
      AUTHORITY.sign("localhost", "*.example.org", "192.0.2.1", "2001:db8::1");
  private static final TestAuthority.Holder OTHER = AUTHORITY.sign("other.example");
  private static final TestAuthority.Holder GUEST = AUTHORITY.sign("guest");

  /// Signed by somebody who has taken the authority's name.
  private static final TestAuthority.Holder IMPOSTOR = new TestAuthority("authority").sign("guest");

  private final MemoryStream.Pair below = MemoryStream.pair();

  @AfterEach
  void close() {
    below.close();
  }

  private static Tls client(UnaryOperator<TlsSettings> change) throws IOException {
    return Tls.of(s -> change.apply(s.withTrust(AUTHORITY.trust())));
  }

  private static Tls server(UnaryOperator<TlsSettings> change) throws IOException {
    return Tls.of(s -> change.apply(s.withIdentity(HOST.identity()).withTrust(AUTHORITY.trust())));
  }

  private record Ends(TlsStream client, TlsStream server) {}

  private Ends agree(Tls client, Tls server, String host) {
    return gather(
        () -> client.client(below.client(), host), () -> server.server(below.server()), Ends::new);
  }

  /// What each end makes of the other, or of its first byte.
  private record Refusals(Throwable client, Throwable server) {}

  private Refusals refuse(Tls client, Tls server, String host) {
    return gather(
        () ->
            catchThrowable(() -> {
              var stream = client.client(below.client(), host);
              write(stream, "x");
              readText(stream, 1);
            }),
        () ->
            catchThrowable(() -> {
              var stream = server.server(below.server());
              readText(stream, 1);
            }),
        Refusals::new);
  }

  private void assertRefused(Refusals refusals, String client, String server) {
    assertThat(refusals.client).isInstanceOf(TlsException.class).hasMessage(client);
    assertThat(refusals.server).isInstanceOf(TlsException.class).hasMessage(server);
  }

  // --- What was agreed

  @TreadleTest
  void bothEndsKnowWhatWasAgreed() throws IOException {
    var ends = agree(client(s -> s), server(s -> s), "localhost");

    assertThat(ends.client.version()).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(ends.server.version()).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(ends.client.cipherSuite()).startsWith("TLS_").isEqualTo(ends.server.cipherSuite());
    assertThat(ends.client.peerCertificates())
        .containsExactly(HOST.certificate(), AUTHORITY.certificate());
    assertThat(ends.server.peerCertificates()).isEmpty();
    assertThat(ends.server.serverName()).hasValue("localhost");
    assertThat(ends.client).hasToString("TLS over memory:client");
  }

  @TreadleTest
  void theFirstProtocolOfTheServerThatTheClientSpeaksIsAgreedOn() throws IOException {
    var ends =
        agree(
            client(s -> s.withAlpn("http/1.1", "h2")),
            server(s -> s.withAlpn("h2", "http/1.1")),
            "localhost");

    assertThat(ends.client.alpn()).hasValue("h2");
    assertThat(ends.server.alpn()).hasValue("h2");
  }

  @TreadleTest
  void noProtocolIsAgreedOnIfOneEndHasNone() throws IOException {
    var ends = agree(client(s -> s.withAlpn("h2")), server(s -> s), "localhost");

    assertThat(ends.client.alpn()).isEmpty();
    assertThat(ends.server.alpn()).isEmpty();
  }

  @TreadleTest
  void noCommonProtocolIsARefusal() throws IOException {
    assertRefused(
        refuse(client(s -> s.withAlpn("a")), server(s -> s.withAlpn("b", "c")), "localhost"),
        "the other end refused: it speaks none of the protocols we offered, [a] (alert"
            + " no_application_protocol)",
        "the other end offers none of the protocols that we speak, [b, c]");
  }

  @TreadleTest
  void theVersionIsTheHighestThatBothSpeak() throws IOException {
    var ends = agree(client(s -> s.withVersions(TlsVersion.TLS_1_2)), server(s -> s), "localhost");

    assertThat(ends.client.version()).isEqualTo(TlsVersion.TLS_1_2);
    assertThat(ends.server.version()).isEqualTo(TlsVersion.TLS_1_2);
  }

  @TreadleTest
  void noCommonVersionIsARefusal() throws IOException {
    var refusals =
        refuse(
            client(s -> s.withVersions(TlsVersion.TLS_1_2)),
            server(s -> s.withVersions(TlsVersion.TLS_1_3)),
            "localhost");

    assertThat(refusals.client)
        .hasMessage(
            "the other end refused: we have no version of TLS in common (alert protocol_version)");
    assertThat(refusals.server)
        .isInstanceOf(TlsException.class)
        .hasMessageStartingWith("TLS failed: ")
        .hasMessageContaining("TLSv1.2");
  }

  @TreadleTest
  void aSecondConnectionResumesTheSession() throws IOException {
    var client = client(s -> s);
    var server = server(s -> s);
    var first = agree(client, server, "localhost");
    write(first.server, "with this come the tickets");
    readText(first.client, 26);

    try (var again = MemoryStream.pair()) {
      var second =
          gather(
              () -> client.client(again.client(), "localhost"),
              () -> server.server(again.server()),
              Ends::new);
      write(second.client, "ping");

      assertThat(readText(second.server, 4)).isEqualTo("ping");
      assertThat(second.client.peerCertificates()).isEqualTo(first.client.peerCertificates());
    }
  }

  // --- Who the server is

  @TreadleTest
  void aServerWithSeveralIdentitiesIsTheOneThatIsAskedFor() throws IOException {
    var server = server(s -> s.withIdentities(List.of(HOST.identity(), OTHER.identity())));

    var ends = agree(client(s -> s), server, "other.example");

    assertThat(ends.client.peerCertificates().getFirst()).isEqualTo(OTHER.certificate());
    assertThat(ends.server.serverName()).hasValue("other.example");
  }

  @TreadleTest
  void aServerThatIsAskedForSomebodyElseIsTheFirstOfItsIdentities() throws IOException {
    var server = server(s -> s.withIdentities(List.of(OTHER.identity(), HOST.identity())));

    var ends = agree(client(s -> s.withHostNameVerified(false)), server, "nobody.example");

    assertThat(ends.client.peerCertificates().getFirst()).isEqualTo(OTHER.certificate());
  }

  @TreadleTest
  void aCertificateMayBeForAllNamesOfADomain() throws IOException {
    var ends = agree(client(s -> s), server(s -> s), "www.example.org.");

    assertThat(ends.server.serverName()).hasValue("www.example.org");
  }

  @TreadleTest
  void aCertificateMayBeForAnAddressWhichIsNotToldToTheServer() throws IOException {
    assertThat(agree(client(s -> s), server(s -> s), "192.0.2.1").server.serverName()).isEmpty();
    try (var again = MemoryStream.pair()) {
      var server = server(s -> s);
      var client = client(s -> s);
      gather(
          () -> client.client(again.client(), "2001:db8::1"), () -> server.server(again.server()));
    }
  }

  @TreadleTest
  void aCertificateForSomebodyElseIsRefused() throws IOException {
    assertRefused(
        refuse(client(s -> s), server(s -> s), "wrong.example"),
        "the certificate is for [localhost, *.example.org, 192.0.2.1, 2001:db8:0:0:0:0:0:1], not"
            + " for 'wrong.example'",
        "the other end refused: it does not accept our certificate (alert certificate_unknown)");
  }

  @TreadleTest
  void theNameNeedNotBeLookedAt() throws IOException {
    var ends = agree(client(s -> s.withHostNameVerified(false)), server(s -> s), "wrong.example");

    assertThat(ends.server.serverName()).hasValue("wrong.example");
  }

  @TreadleTest
  void aCertificateOfAnAuthorityThatIsNotTrustedIsRefused() throws IOException {
    assertRefused(
        refuse(client(s -> s.withTrust(STRANGER.trust())), server(s -> s), "localhost"),
        "the certificate of 'CN=localhost' leads to 'CN=authority', which is not trusted",
        "the other end refused: it does not accept our certificate (alert certificate_unknown)");
  }

  @TreadleTest
  void theSystemsAuthoritiesAreTrustedUnlessSaidOtherwise() throws IOException {
    var refusals = refuse(Tls.of(s -> s), server(s -> s), "localhost");

    assertThat(refusals.client)
        .hasMessage(
            "the certificate of 'CN=localhost' leads to 'CN=authority', which is not trusted");
  }

  @TreadleTest
  void aCertificateThatHasExpiredIsRefused() throws IOException {
    var expired =
        AUTHORITY.sign(TestAuthority.LONG_AGO, Instant.parse("2021-02-03T04:05:06Z"), "h");

    var refusals = refuse(client(s -> s), server(s -> s.withIdentity(expired.identity())), "h");

    assertThat(refusals.client)
        .hasMessage("the certificate of 'CN=h' expired at 2021-02-03T04:05:06Z");
  }

  @TreadleTest
  void aCertificateThatIsNotYetValidIsRefused() throws IOException {
    var early = AUTHORITY.sign(Instant.parse("2048-02-03T04:05:06Z"), TestAuthority.FAR_AWAY, "h");

    var refusals = refuse(client(s -> s), server(s -> s.withIdentity(early.identity())), "h");

    assertThat(refusals.client)
        .hasMessage("the certificate of 'CN=h' is not valid before 2048-02-03T04:05:06Z");
  }

  @Test
  void aServerNeedsAnIdentity() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Tls.of(s -> s).server(below.server()))
        .withMessage(
            "a server needs a certificate: expected settings with an identity, found none");
    assertThatThrownBy(below.server()::localAddress).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void aHostThatIsNoNameIsAMistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tls.of(s -> s).client(below.client(), "no host"));
    assertThatThrownBy(below.client()::localAddress).isInstanceOf(ClosedChannelException.class);
  }

  // --- Who the client is

  @TreadleTest
  void aServerMayAskForTheClientsCertificate() throws IOException {
    var ends =
        agree(
            client(s -> s.withIdentity(GUEST.identity())),
            server(s -> s.withClientCertificates(ClientCertificates.NEEDED)),
            "localhost");

    assertThat(ends.server.peerCertificates().getFirst()).isEqualTo(GUEST.certificate());
  }

  @TreadleTest
  void aClientWithoutCertificateIsRefusedWhereOneIsNeeded() throws IOException {
    assertRefused(
        refuse(
            client(s -> s),
            server(s -> s.withClientCertificates(ClientCertificates.NEEDED)),
            "localhost"),
        "the other end refused: it wants a certificate of us, and we have none to show (alert"
            + " certificate_required)",
        "the client has shown no certificate, and must");
  }

  @TreadleTest
  void aClientWithoutCertificateIsLetInWhereOneIsWanted() throws IOException {
    var ends =
        agree(
            client(s -> s),
            server(s -> s.withClientCertificates(ClientCertificates.WANTED)),
            "localhost");

    assertThat(ends.server.peerCertificates()).isEmpty();
  }

  @TreadleTest
  void aClientWithABadCertificateIsRefusedEvenWhereItIsOnlyWanted() throws IOException {
    assertRefused(
        refuse(
            client(s -> s.withIdentity(IMPOSTOR.identity())),
            server(s -> s.withClientCertificates(ClientCertificates.WANTED)),
            "localhost"),
        "the other end refused: it does not accept our certificate (alert certificate_unknown)",
        "the certificate of 'CN=guest' was not signed by 'CN=authority', as it says");
  }

  // --- Plain text first

  @TreadleTest
  void plainTextMayComeFirst() throws IOException {
    var client = client(s -> s);
    var server = server(s -> s);
    TaskGroup.run(group -> {
      group.start(() -> {
        var reader = ByteReader.of(below.server());
        assertThat(reader.readLine(100)).isEqualTo("STARTTLS");
        write(below.server(), "go ahead\n");
        write(server.server(reader), "secret");
      });
      var reader = ByteReader.of(below.client());
      write(below.client(), "STARTTLS\n");
      assertThat(reader.readLine(100)).isEqualTo("go ahead");

      assertThat(readText(client.client(reader, "localhost"), 6)).isEqualTo("secret");
    });
  }

  @TreadleTest
  void plainTextThatNobodyAskedForIsRefused() throws IOException {
    var client = client(s -> s);
    write(below.server(), "go ahead\nand believe this\n");
    var reader = ByteReader.of(below.client());
    reader.readLine(100);

    assertThatThrownBy(() -> client.client(reader, "localhost"))
        .isInstanceOf(TlsException.class)
        .hasMessage("expected silence before TLS begins, found 17 bytes of plain text");
    assertThatThrownBy(() -> below.client().localAddress())
        .isInstanceOf(ClosedChannelException.class);
  }

  @TreadleTest
  void anEndThatDoesNotSpeakTlsIsRecognised() throws IOException {
    var client = client(s -> s);
    write(below.server(), "HTTP/1.1 400 Bad Request\r\n\r\n");

    assertThatThrownBy(() -> client.client(below.client(), "localhost"))
        .isInstanceOf(TlsException.class)
        .hasMessage("expected TLS, found something else that begins with 'HTTP/1.1 400 Bad'");
  }

  // --- When it does not come to an end

  @TreadleTest
  void aHandshakeThatNobodyAnswersEndsWithTheCallersTime() throws IOException {
    var client = client(s -> s);

    assertThatThrownBy(() -> timeout(SECOND, () -> client.client(below.client(), "localhost")))
        .isInstanceOf(TaskTimeoutException.class);

    assertThatThrownBy(() -> below.client().localAddress())
        .isInstanceOf(ClosedChannelException.class);
  }

  @TreadleTest
  void anEndThatLeavesInTheMiddleIsAFailure() throws IOException {
    var client = client(s -> s);
    below.server().shutdownOutput();

    assertThatThrownBy(() -> client.client(below.client(), "localhost"))
        .isInstanceOf(TlsException.class)
        .hasMessage("the other end closed the connection before it was secure");
  }

  @TreadleTest(explore = 200, racePoints = "dev.treadle.io")
  void aHandshakeThatIsCancelledLeavesNothingOpenAndNobodyWaiting() throws IOException {
    var client = client(s -> s);
    var server = server(s -> s);
    TaskGroup.run(group -> {
      var one =
          group.start(() -> {
            try (var stream = client.client(below.client(), "localhost")) {
              write(stream, "ping");
            }
          });
      group.start(() -> catchThrowable(() -> server.server(below.server()).close()));
      group.start(() -> one.cancel("enough"));
    });

    for (var end : List.of(below.client(), below.server())) {
      assertThatThrownBy(end::localAddress).isInstanceOf(ClosedChannelException.class);
    }
  }

  // --- Reloading

  @TreadleTest
  void aReloadedCertificateIsForNewConnections(@TempDir Path directory) throws IOException {
    var chain = Files.writeString(directory.resolve("chain.pem"), HOST.chainPem());
    var key = Files.writeString(directory.resolve("key.pem"), HOST.keyPem());
    var client = client(s -> s);
    var server = Tls.of(s -> s.withIdentity(TlsIdentity.ofPemFiles(chain, key)));
    var old = agree(client, server, "localhost");
    var renewed = AUTHORITY.sign("localhost");
    Files.writeString(chain, renewed.chainPem());
    Files.writeString(key, renewed.keyPem());

    server.reload();

    write(old.server, "still here");
    assertThat(readText(old.client, 10)).isEqualTo("still here");
    assertThat(presented(client, server)).isEqualTo(renewed.certificate());
  }

  private static Object presented(Tls client, Tls server) {
    try (var again = MemoryStream.pair()) {
      return gather(
          () -> client.client(again.client(), "localhost").peerCertificates().getFirst(),
          () -> server.server(again.server()),
          (certificate, _) -> certificate);
    }
  }

  @TreadleTest
  void whoIsTrustedNoMoreAfterAReloadIsRefusedThoughItWasKnown(@TempDir Path directory)
      throws IOException {
    var file = Files.writeString(directory.resolve("authorities.pem"), AUTHORITY.pem());
    var client = Tls.of(s -> s.withTrust(TlsTrust.ofPemFile(file)));
    var server = server(s -> s);
    var ends = agree(client, server, "localhost");
    write(ends.server, "tickets");
    readText(ends.client, 7);
    Files.writeString(file, STRANGER.pem());

    client.reload();

    assertThatThrownBy(() -> presented(client, server))
        .hasMessageContaining("leads to 'CN=authority', which is not trusted");
  }

  @TreadleTest
  void aCertificateThatCannotBeReadLeavesTheOldOne(@TempDir Path directory) throws IOException {
    var chain = Files.writeString(directory.resolve("chain.pem"), HOST.chainPem());
    var key = Files.writeString(directory.resolve("key.pem"), HOST.keyPem());
    var client = client(s -> s);
    var server = Tls.of(s -> s.withIdentity(TlsIdentity.ofPemFiles(chain, key)));
    Files.writeString(chain, OTHER.chainPem());

    assertThatThrownBy(server::reload)
        .isInstanceOf(IOException.class)
        .hasMessage(chain + ": the key is not that of the first certificate, 'CN=other.example'");

    assertThat(presented(client, server)).isEqualTo(HOST.certificate());
  }

  // --- An end that misbehaves

  /// A client that is driven by hand.
  private static SSLEngine engine(String version) throws GeneralSecurityException, IOException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {AUTHORITY.trust().load()}, null);
    var engine = context.createSSLEngine();
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(new String[] {version});
    return engine;
  }

  private record ByHand(TlsRecords client, TlsStream server) {}

  private ByHand byHand(SSLEngine engine) throws IOException {
    var server = server(s -> s);
    var records = new TlsRecords(below.client(), engine);
    var stream =
        gather(
            () -> {
              new TlsHandshake(engine, records).run();
              return records;
            },
            () -> server.server(below.server()),
            ByHand::new);
    return stream;
  }

  @TreadleTest
  void negotiatingAgainIsRefused() throws IOException, GeneralSecurityException {
    var engine = engine("TLSv1.2");
    var ends = byHand(engine);

    engine.beginHandshake();
    ends.client.drain();

    assertThatThrownBy(() -> readText(ends.server, 1))
        .isInstanceOf(TlsException.class)
        .hasMessage("the other end wants to negotiate again, which is refused");
  }

  @TreadleTest
  void newKeysAreTakenAndGiven() throws IOException, GeneralSecurityException {
    var engine = engine("TLSv1.3");
    var ends = byHand(engine);
    for (int i = 0; i < 10; i++) {
      engine.beginHandshake();
      ends.client.drain();
    }
    ends.client.wrap(ByteBuffer.wrap(new byte[] {'a'}));
    ends.client.flush();
    assertThat(readText(ends.server, 1)).isEqualTo("a");

    write(ends.server, "b");

    var into = ByteBuffer.allocate(20_000);
    while (into.position() == 0) {
      ends.client.awaitRecord();
      ends.client.unwrap(into);
    }
    assertThat(into.get(0)).isEqualTo((byte) 'b');
  }

  @TreadleTest
  void askingForNewKeysWithoutEndIsRefused() throws IOException, GeneralSecurityException {
    var engine = engine("TLSv1.3");
    var ends = byHand(engine);
    for (int i = 0; i < 100; i++) {
      engine.beginHandshake();
      ends.client.drain();
    }

    assertThatThrownBy(() -> readText(ends.server, 1))
        .isInstanceOf(TlsException.class)
        .hasMessage("the other end asks for new keys again and again");
  }

  // --- Settings

  @Test
  void impossibleSettingsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tls.of(s -> s.withAlpn("")))
        .withMessage("alpn: expected a name of 1 to 255 bytes of ASCII, found ''");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tls.of(s -> s.withAlpn("h\u00fc")))
        .withMessage("alpn: expected a name of 1 to 255 bytes of ASCII, found 'h\u00fc'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tls.of(s -> s.withVersions()))
        .withMessage("versions: expected one at least, found none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tls.of(s -> s.withCloseWait(Duration.ofSeconds(-1))))
        .withMessage("closeWait: expected a duration of zero or more, found PT-1S");
  }

  @Test
  void itSaysWhereKeysComeFromAndNothingOfThem() throws IOException {
    assertThat(server(s -> s))
        .hasToString("TLS of [identity of a key in memory] with trust in certificates in memory");
  }
}
