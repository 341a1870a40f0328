package dev.treadle.io;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.io.ByteStreamContract.bytes;
import static dev.treadle.io.ByteStreamContract.readText;
import static dev.treadle.io.ByteStreamContract.readToEnd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.io.ProxyHeader.Value;
import dev.treadle.test.Simulated;
import dev.treadle.test.TreadleTest;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProxyProtocolTest {

  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final InetSocketAddress FOUR = address("192.0.2.1", 56324);
  private static final InetSocketAddress OTHER_FOUR = address("198.51.100.1", 443);
  private static final InetSocketAddress SIX = address("2001:db8::1", 56324);
  private static final InetSocketAddress OTHER_SIX = address("2001:db8::2", 443);

  private final MemoryStream.Pair pair = MemoryStream.pair();

  @AfterEach
  void close() {
    pair.close();
  }

  private static InetSocketAddress address(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private ProxiedStream read(byte[] bytes) throws IOException {
    pair.client().write(ByteBuffer.wrap(bytes));
    pair.client().shutdownOutput();
    return ProxyProtocol.read(pair.server());
  }

  private ProxiedStream read(String text) throws IOException {
    return read(bytes(text));
  }

  private ProxiedStream readHex(String hex) throws IOException {
    return read(HexFormat.of().parseHex(SIGNATURE + hex));
  }

  private static void assertRefused(byte[] bytes, String message) throws IOException {
    try (var own = MemoryStream.pair()) {
      own.client().write(ByteBuffer.wrap(bytes));
      own.client().shutdownOutput();
      assertThatThrownBy(() -> ProxyProtocol.read(own.server()))
          .isInstanceOf(ProxyProtocolException.class)
          .hasMessage(message);
    }
  }

  private static void assertRefused(String text, String message) throws IOException {
    assertRefused(bytes(text), message);
  }

  private static void assertHexRefused(String hex, String message) throws IOException {
    assertRefused(HexFormat.of().parseHex(SIGNATURE + hex), message);
  }

  // --- Version 1

  @TreadleTest
  void aLineOfTextSaysWhereTheConnectionCameFrom() throws IOException {
    var stream = read("PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\nGET /");

    assertThat(stream.remoteAddress()).isEqualTo(FOUR);
    assertThat(stream.localAddress()).isEqualTo(OTHER_FOUR);
    assertThat(stream.header()).isEqualTo(new ProxyHeader(1, FOUR, OTHER_FOUR, List.of()));
    assertThat(readToEnd(stream)).asString().isEqualTo("GET /");
  }

  @TreadleTest
  void aLineOfTextMayHaveAddressesOfIpv6() throws IOException {
    var stream = read("PROXY TCP6 2001:db8::1 2001:DB8:0:0:0:0:0:2 56324 443\r\n");

    assertThat(stream.remoteAddress()).isEqualTo(SIX);
    assertThat(stream.localAddress()).isEqualTo(OTHER_SIX);
  }

  @TreadleTest
  void whatIsUnknownLeavesTheOwnAddresses() throws IOException {
    var stream = read("PROXY UNKNOWN whatever\tthis is\r\nx");

    assertThat(stream.remoteAddress()).isEqualTo(pair.server().remoteAddress());
    assertThat(stream.localAddress()).isEqualTo(pair.server().localAddress());
    assertThat(stream.header().source()).isNull();
    assertThat(readText(stream, 1)).isEqualTo("x");
  }

  @TreadleTest
  void theLongestLineIsTaken() throws IOException {
    var line = "PROXY UNKNOWN " + "f".repeat(107 - 16) + "\r\n";

    assertThat(read(line).header().version()).isEqualTo(1);
  }

  @TreadleTest
  void aLongerLineIsRefusedWithoutWaitingForItsEnd() throws IOException {
    assertRefused(
        "PROXY UNKNOWN " + "f".repeat(107 - 15) + "\r\n",
        "expected a line of at most 107 bytes that ends with CR LF, found none");
    pair.client().write(ByteBuffer.wrap(bytes("PROXY UNKNOWN " + "f".repeat(93))));
    assertThatThrownBy(() -> ProxyProtocol.read(pair.server()))
        .isInstanceOf(ProxyProtocolException.class);
  }

  @TreadleTest
  void aLineThatIsNotExactlyAsItMustBeIsRefused() throws IOException {
    for (var line :
        List.of(
            "PROXY TCP4 192.0.2.1 198.51.100.1 56324 443 ",
            "PROXY TCP4  192.0.2.1 198.51.100.1 56324 443",
            "PROXY TCP4 192.0.2.1 198.51.100.1 56324",
            "PROXY TCP4\t192.0.2.1 198.51.100.1 56324 443",
            "PROXY TCP5 192.0.2.1 198.51.100.1 56324 443",
            "PROXY UDP4 192.0.2.1 198.51.100.1 56324 443",
            "PROXY tcp4 192.0.2.1 198.51.100.1 56324 443",
            "PROXY UNKNOWNX",
            "PROXY ")) {
      assertRefused(
          line + "\r\n",
          "expected 'PROXY TCP4|TCP6 source destination port port', found '"
              + line.replaceAll("[^ -~]", ".")
              + "'");
    }
  }

  @TreadleTest
  void addressesAreSaidInOneWayOnly() throws IOException {
    for (var wrong :
        List.of(
            "192.0.2", "192.0.2.256", "192.0.2.01", "192.0.2.1.1", "0x7f.0.0.1", "host", "::1")) {
      assertRefused(
          "PROXY TCP4 " + wrong + " 198.51.100.1 56324 443\r\n",
          "expected an address of IPv4, found '" + wrong + "'");
    }
    for (var wrong :
        List.of(
            "192.0.2.1", "::1%eth0", "[::1]", "::192.0.2.1", ":::", "1::2::3", "12345::", "g::")) {
      assertRefused(
          "PROXY TCP6 2001:db8::1 " + wrong + " 56324 443\r\n",
          "expected an address of IPv6, found '" + wrong + "'");
    }
  }

  @TreadleTest
  void aClientOfIpv4MayHaveComeInOverIpv6AsHaproxyWritesIt() throws IOException {
    var header = read("PROXY TCP6 ::ffff:192.0.2.1 ::FFFF:198.51.100.1 56324 443\r\n").header();

    assertThat(header.source()).isEqualTo(FOUR);
    assertThat(header.destination()).isEqualTo(OTHER_FOUR);
    for (var wrong : List.of("::ffff:192.0.2.256", "::ffff:192.0.2.01", "1::ffff:192.0.2.1")) {
      assertRefused(
          "PROXY TCP6 2001:db8::1 " + wrong + " 56324 443\r\n",
          "expected an address of IPv6, found '" + wrong + "'");
    }
  }

  @TreadleTest
  void portsAreSaidInOneWayOnly() throws IOException {
    for (var wrong : List.of("65536", "-1", "0443", "+443", "4x", "99999")) {
      assertRefused(
          "PROXY TCP4 192.0.2.1 198.51.100.1 56324 " + wrong + "\r\n",
          "expected a port from 0 to 65535, found '" + wrong + "'");
    }
  }

  @TreadleTest
  void whatIsNoHeaderIsRefusedAtItsFirstStrangeByte() throws IOException {
    assertRefused("GET /", "expected a PROXY protocol header, found 0x47 as byte 1");
    assertRefused("PROXX", "expected a PROXY protocol header, found 0x58 as byte 5");
    assertRefused("\r\n\r\nx", "expected a PROXY protocol header, found 0x78 as byte 5");
  }

  @TreadleTest
  void anEndInTheHeaderSaysHowFarItCame() {
    assertThatThrownBy(() -> read("PROXY TC"))
        .isInstanceOf(EOFException.class)
        .hasMessage("expected a PROXY protocol header, but the stream ended after 8 bytes");
  }

  // --- Version 2

  @TreadleTest
  void aBinaryHeaderSaysWhereTheConnectionCameFrom() throws IOException {
    var stream = readHex("2111000cc0000201c6336401dc0401bb" + "6869");

    assertThat(stream.header()).isEqualTo(ProxyHeader.of(FOUR, OTHER_FOUR));
    assertThat(stream.remoteAddress()).isEqualTo(FOUR);
    assertThat(stream.localAddress()).isEqualTo(OTHER_FOUR);
    assertThat(readToEnd(stream)).asString().isEqualTo("hi");
    assertThat(stream).hasToString("memory:server for /192.0.2.1:56324");
  }

  @TreadleTest
  void aBinaryHeaderMayHaveAddressesOfIpv6() throws IOException {
    var stream =
        readHex(
            "21210024"
                + "20010db8000000000000000000000001"
                + "20010db8000000000000000000000002"
                + "dc0401bb");

    assertThat(stream.header()).isEqualTo(ProxyHeader.of(SIX, OTHER_SIX));
  }

  @TreadleTest
  void aBinaryHeaderMayHavePathsOfSockets() throws IOException {
    var source = HexFormat.of().formatHex(Arrays.copyOf(bytes("/run/source"), 108));
    var destination = HexFormat.of().formatHex(Arrays.copyOf(bytes("/run/destination"), 108));

    var stream = readHex("213100d8" + source + destination);

    assertThat(stream.remoteAddress()).isEqualTo(UnixDomainSocketAddress.of("/run/source"));
    assertThat(stream.localAddress()).isEqualTo(UnixDomainSocketAddress.of("/run/destination"));
  }

  @TreadleTest
  void aProxyMaySpeakForItself() throws IOException {
    var stream = readHex("20000003abcdef" + "78");

    assertThat(stream.header()).isEqualTo(ProxyHeader.local());
    assertThat(stream.remoteAddress()).isEqualTo(pair.server().remoteAddress());
    assertThat(readToEnd(stream)).asString().isEqualTo("x");
    assertThat(stream).hasToString("memory:server for the proxy itself");
  }

  @TreadleTest
  void aProxyNeedNotSayForWhom() throws IOException {
    assertThat(readHex("21000002abcd").header()).isEqualTo(ProxyHeader.local());
  }

  @TreadleTest
  void moreValuesCanBeHad() throws IOException {
    var header =
        readHex("21110018c0000201c6336401dc0401bb" + "0100026832" + "040000" + "ea000178").header();

    assertThat(header.values())
        .containsExactly(
            Value.of(Value.ALPN, bytes("h2")),
            Value.of(Value.NOOP, new byte[0]),
            Value.of(0xea, bytes("x")));
    assertThat(header.value(0xea).orElseThrow().bytes()).asString().isEqualTo("x");
    assertThat(header.value(Value.AUTHORITY)).isEmpty();
    assertThat(header.values().getFirst()).hasToString("0x01 (2 bytes)");
  }

  @TreadleTest
  void whatIsInvalidInABinaryHeaderIsRefused() throws IOException {
    assertHexRefused("11110000", "expected version 2 and the command LOCAL or PROXY, found 0x11");
    assertHexRefused("22110000", "expected version 2 and the command LOCAL or PROXY, found 0x22");
    assertHexRefused("21120000", "expected a stream over IPv4, IPv6 or Unix sockets, found 0x12");
    assertHexRefused("2111000bc0000201c6336401dc0401", "expected 12 bytes of addresses, found 11");
    assertHexRefused(
        "2111000ec0000201c6336401dc0401bb0100", "expected a type and a length, found 2 bytes");
    assertHexRefused(
        "21110010c0000201c6336401dc0401bb01000261", "expected 2 bytes of value 0x01, found 1");
    assertHexRefused(
        "21110010c0000201c6336401dc0401bb03000161", "expected a checksum of 4 bytes, found 1");
  }

  @TreadleTest
  void aBinaryHeaderIsAsLongAsItSays() {
    assertThatThrownBy(() -> readHex("2111000cc0000201"))
        .isInstanceOf(EOFException.class)
        .hasMessage("expected a PROXY protocol header, but the stream ended after 20 bytes");
  }

  @TreadleTest
  void aBinaryHeaderThatIsTooLongIsRefusedWithoutWaitingForIt() throws IOException {
    pair.client().write(ByteBuffer.wrap(HexFormat.of().parseHex(SIGNATURE + "21114000")));

    assertThatThrownBy(() -> ProxyProtocol.read(pair.server()))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage("a PROXY protocol header is longer than the limit of 16384 bytes");
  }

  @TreadleTest
  void theChecksumIsChecked() throws IOException {
    var bytes =
        HexFormat.of().parseHex(SIGNATURE + "21110013c0000201c6336401dc0401bb" + "03000400000000");
    assertRefused(bytes, "expected the checksum 0x%08x, found 0x00000000".formatted(sum(bytes)));

    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, sum(bytes));

    assertThat(read(bytes).remoteAddress()).isEqualTo(FOUR);
  }

  private static int sum(byte[] bytes) {
    var checksum = new CRC32C();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }

  // --- Writing

  private ProxyHeader sent(ProxyHeader header) throws IOException {
    ProxyProtocol.write(pair.client(), header);
    return ProxyProtocol.read(pair.server()).header();
  }

  @TreadleTest
  void whatIsWrittenCanBeRead() throws IOException {
    var sockets =
        ProxyHeader.of(UnixDomainSocketAddress.of("/a"), UnixDomainSocketAddress.of("/b"));
    for (var header :
        List.of(
            ProxyHeader.of(FOUR, OTHER_FOUR),
            ProxyHeader.of(FOUR, OTHER_FOUR).withVersion(1),
            ProxyHeader.of(SIX, OTHER_SIX),
            ProxyHeader.of(SIX, OTHER_SIX).withVersion(1),
            ProxyHeader.of(FOUR, OTHER_FOUR)
                .withValues(List.of(Value.of(Value.AUTHORITY, bytes("host")))),
            sockets,
            ProxyHeader.local(),
            ProxyHeader.local().withVersion(1))) {
      assertThat(sent(header)).isEqualTo(header);
    }
  }

  @TreadleTest
  void textIsWrittenAsTheSpecificationShowsIt() throws IOException {
    ProxyProtocol.write(pair.client(), ProxyHeader.of(FOUR, OTHER_FOUR).withVersion(1));
    pair.client().shutdownOutput();

    assertThat(readToEnd(pair.server()))
        .asString()
        .isEqualTo("PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n");
  }

  @TreadleTest
  void addressesOfBothKindsBecomeIpv6() throws IOException {
    var mixed = ProxyHeader.of(FOUR, OTHER_SIX);

    assertThat(sent(mixed)).isEqualTo(mixed);
    assertThat(sent(mixed.withVersion(1))).isEqualTo(mixed.withVersion(1));
  }

  @TreadleTest
  void whatCannotBeSaidIsAMistake() {
    var unresolved = InetSocketAddress.createUnresolved("host", 1);
    var path = UnixDomainSocketAddress.of("/a");

    assertMistake(
        ProxyHeader.of(unresolved, FOUR),
        "expected an internet address with a number, found " + unresolved);
    assertMistake(
        ProxyHeader.of(path, path).withVersion(1),
        "expected an internet address with a number, found /a");
    assertMistake(ProxyHeader.of(path, FOUR), "expected two Unix sockets, found /192.0.2.1:56324");
    assertMistake(
        ProxyHeader.of(path, UnixDomainSocketAddress.of("/" + "a".repeat(108))),
        "expected a path of at most 108 bytes, found 109");
    assertMistake(
        ProxyHeader.of(FOUR, FOUR).withValues(List.of(Value.of(1, new byte[16_400]))),
        "header: expected at most 16384 bytes, found 16431");
    assertMistake(
        ProxyHeader.of(FOUR, FOUR).withValues(List.of(Value.of(1, new byte[65_535]))),
        "header: expected at most 65535 bytes, found 65550");
  }

  private void assertMistake(ProxyHeader header, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyProtocol.write(pair.client(), header))
        .withMessage(message);
  }

  @Test
  void partsThatDoNotFitAreAMistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyHeader.local().withVersion(3))
        .withMessage("version: expected 1 or 2, found 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProxyHeader(2, FOUR, null, List.of()))
        .withMessage("expected both source and destination or neither, found %s and null", FOUR);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ProxyHeader(1, null, null, List.of(Value.of(Value.NOOP, new byte[0]))))
        .withMessage("values: version 1 has none, found 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Value.of(256, new byte[0]))
        .withMessage("type: expected 0 to 255, found 256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Value.of(1, new byte[65_536]))
        .withMessage("bytes: expected at most 65535, found 65536");
  }

  // --- As a stream

  @Nested
  @Simulated
  class Contract extends ByteStreamContract {

    @Override
    protected Ends connect() throws IOException {
      SocketAddress client = FOUR;
      var pair = MemoryStream.pair(100_000, client, OTHER_FOUR);
      return gather(
          () -> {
            ProxyProtocol.write(pair.client(), ProxyHeader.of(FOUR, OTHER_FOUR));
            return pair.client();
          },
          () -> ProxyProtocol.read(pair.server()),
          Ends::new);
    }
  }

  @TreadleTest
  void whatCameWithTheHeaderIsGoneWhenTheStreamIsClosed() throws IOException {
    var stream = read("PROXY UNKNOWN\r\nx");

    stream.close();

    assertThatThrownBy(() -> readText(stream, 1)).isInstanceOf(ClosedChannelException.class);
  }

  @TreadleTest
  void aHeaderThatDoesNotComeIsWaitedForAsLongAsTheCallerSays() throws IOException {
    assertThat(moveOnAfter(Duration.ofSeconds(2), () -> ProxyProtocol.read(pair.server())))
        .isEmpty();
  }

  @TreadleTest(explore = 500)
  void aHeaderIsReadWholeOrNotAtAllWheneverItIsCancelled() {
    TaskGroup.run(group -> {
      var reading =
          group.start(() -> {
            assertThat(ProxyProtocol.read(pair.server()).remoteAddress()).isEqualTo(FOUR);
          });
      group.start(() -> ProxyProtocol.write(pair.client(), ProxyHeader.of(FOUR, OTHER_FOUR)));
      group.start(() -> reading.cancel("enough"));
    });
  }

  // --- Anything at all

  @TreadleTest
  void whateverComesIsTakenOrRefused() throws IOException {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      var bytes = random.nextBoolean() ? strangeText(random) : strangeBinary(random);
      try (var own = MemoryStream.pair(70_000)) {
        own.client().write(ByteBuffer.wrap(bytes));
        own.client().shutdownOutput();
        ProxyProtocol.read(own.server()).remoteAddress();
      } catch (ProxyProtocolException | LimitExceededException | EOFException e) {
        assertThat(e.getMessage()).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + HexFormat.of().formatHex(bytes), e);
      }
    }
  }

  private static byte[] strangeText(Random random) {
    var parts =
        List.of(
            "PROXY ", "TCP4", "TCP6", "UNKNOWN", " ", "192.0.2.1", "::1", "1:", "443", "0", "\r\n");
    var text = new StringBuilder("PROXY ");
    int count = random.nextInt(14);
    for (int i = 0; i < count; i++) {
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return mutated(bytes(text + "\r\n"), random);
  }

  private static byte[] strangeBinary(Random random) {
    var out = ByteBuffer.allocate(400);
    out.put(HexFormat.of().parseHex(SIGNATURE));
    out.put((byte) (0x20 + random.nextInt(3)));
    out.put((byte) ((random.nextInt(4) << 4) | random.nextInt(3)));
    int length = random.nextInt(300);
    out.putShort((short) length);
    var rest = new byte[length];
    random.nextBytes(rest);
    for (int i = 0; i < length; i++) {
      rest[i] = random.nextInt(3) == 0 ? rest[i] : 0;
    }
    out.put(rest);
    return mutated(Arrays.copyOf(out.array(), out.position()), random);
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    if (random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }
}
