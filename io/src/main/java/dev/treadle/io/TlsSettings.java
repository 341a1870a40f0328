package dev.treadle.io;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What can be said about [Tls].
///
/// {@snippet class=dev.treadle.io.TlsSnippets region=settings lang=java}
///
/// @param identities whom this end is: of several, a server takes the one whose certificate is for
///   the name that the client asked for; none unless said otherwise, and a server needs one
/// @param trust whose signature is good enough for the other end's certificate; the JDK's list
///   unless said otherwise
/// @param clientCertificates whether a server asks the client for a certificate; not unless said
///   otherwise
/// @param alpn the protocols that can be spoken above TLS, the preferred one first, such as `h2`,
///   `http/1.1`; none unless said otherwise
/// @param versions the versions of TLS that are spoken; 1.2 and 1.3 unless said otherwise
/// @param hostNameVerified whether a client insists on a certificate for the host it wanted; it
///   does unless said otherwise
/// @param truncationTolerated whether an end of the connection without a `close_notify` is the end
///   of the stream instead of a [TlsTruncatedException]; not unless said otherwise
/// @param closeWait how long [TlsStream#close()] waits at most, for room for its `close_notify` and
///   for the other end's; a second unless said otherwise
public record TlsSettings(
    List<TlsIdentity> identities,
    TlsTrust trust,
    ClientCertificates clientCertificates,
    List<String> alpn,
    Set<TlsVersion> versions,
    boolean hostNameVerified,
    boolean truncationTolerated,
    Duration closeWait) {

  /// Whether a server asks for the client's certificate. One that is shown must always be good.
  public enum ClientCertificates {
    /// It does not ask.
    IGNORED,
    /// It asks; a client that has none may go on.
    WANTED,
    /// It asks; a client that has none is refused.
    NEEDED
  }

  /// Checks each of them.
  ///
  /// @throws IllegalArgumentException if a protocol's name is not 1 to 255 bytes of ASCII, no
  ///   version is left, or the wait is negative
  public TlsSettings {
    identities = List.copyOf(identities);
    Objects.requireNonNull(trust, "trust");
    Objects.requireNonNull(clientCertificates, "clientCertificates");
    alpn = List.copyOf(alpn);
    alpn.forEach(TlsSettings::requireProtocol);
    versions = Set.copyOf(versions);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("versions: expected one at least, found none");
    }
    if (closeWait.isNegative()) {
      throw new IllegalArgumentException(
          "closeWait: expected a duration of zero or more, found " + closeWait);
    }
  }

  private static void requireProtocol(String protocol) {
    boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(protocol);
    if (protocol.isEmpty() || protocol.length() > 255 || !ascii) {
      throw new IllegalArgumentException(
          "alpn: expected a name of 1 to 255 bytes of ASCII, found '" + protocol + "'");
    }
  }

  static TlsSettings defaults() {
    return new TlsSettings(
        List.of(),
        TlsTrust.system(),
        ClientCertificates.IGNORED,
        List.of(),
        Set.of(TlsVersion.values()),
        true,
        false,
        Duration.ofSeconds(1));
  }

  /// Returns these settings with whom this end is.
  public TlsSettings withIdentity(TlsIdentity identity) {
    return withIdentities(List.of(identity));
  }

  /// Returns these settings with several for whom this end can be: a server takes the one whose
  /// certificate is for the name that the client asked for (SNI), or the first.
  public TlsSettings withIdentities(List<TlsIdentity> identities) {
    return new TlsSettings(
        identities,
        trust,
        clientCertificates,
        alpn,
        versions,
        hostNameVerified,
        truncationTolerated,
        closeWait);
  }

  /// Returns these settings with those whose signature is good enough.
  public TlsSettings withTrust(TlsTrust trust) {
    return new TlsSettings(
        identities,
        trust,
        clientCertificates,
        alpn,
        versions,
        hostNameVerified,
        truncationTolerated,
        closeWait);
  }

  /// Returns these settings with what a server asks of clients.
  public TlsSettings withClientCertificates(ClientCertificates clientCertificates) {
    return new TlsSettings(
        identities,
        trust,
        clientCertificates,
        alpn,
        versions,
        hostNameVerified,
        truncationTolerated,
        closeWait);
  }

  /// Returns these settings with the protocols above TLS, the preferred one first (RFC 7301).
  ///
  /// @throws IllegalArgumentException if a name is not 1 to 255 bytes of ASCII
  public TlsSettings withAlpn(String... protocols) {
    return new TlsSettings(
        identities,
        trust,
        clientCertificates,
        List.of(protocols),
        versions,
        hostNameVerified,
        truncationTolerated,
        closeWait);
  }

  /// Returns these settings with the versions that are spoken.
  ///
  /// @throws IllegalArgumentException if there is none
  public TlsSettings withVersions(TlsVersion... versions) {
    return new TlsSettings(
        identities,
        trust,
        clientCertificates,
        alpn,
        Set.of(versions),
        hostNameVerified,
        truncationTolerated,
        closeWait);
  }

  /// Returns these settings with or without a look at the name in the server's certificate. Without
  /// it, whoever has any certificate that is trusted can pass for the host.
  public TlsSettings withHostNameVerified(boolean verified) {
    return new TlsSettings(
        identities,
        trust,
        clientCertificates,
        alpn,
        versions,
        verified,
        truncationTolerated,
        closeWait);
  }

  /// Returns these settings with an end without `close_notify` as an ordinary end, or not.
  public TlsSettings withTruncationTolerated(boolean tolerated) {
    return new TlsSettings(
        identities,
        trust,
        clientCertificates,
        alpn,
        versions,
        hostNameVerified,
        tolerated,
        closeWait);
  }

  /// Returns these settings with a bound for what closing waits for; with zero it does not wait for
  /// the other end's `close_notify`, and no longer than 100 ms for room for its own.
  ///
  /// @throws IllegalArgumentException if it is negative
  public TlsSettings withCloseWait(Duration closeWait) {
    return new TlsSettings(
        identities,
        trust,
        clientCertificates,
        alpn,
        versions,
        hostNameVerified,
        truncationTolerated,
        closeWait);
  }
}
