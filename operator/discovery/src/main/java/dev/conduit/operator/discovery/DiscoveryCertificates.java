// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes and renews the CA that sidecars trust and the certificate that the discovery server shows.
 * Values in, values out: the caller keeps them in a Secret.
 *
 * <p>Idea of a renewal: the serving certificate is renewed when a third of its life is left. A new
 * CA comes a year before the old one ends; sidecars learn it with their ConfigMap, some sooner,
 * some later, so for that year the server also shows the new CA as certified by the old one. Who
 * knows either CA finds a way; nobody needs a restart or an order. Source: RFC 4210, section 4.4.
 */
public final class DiscoveryCertificates {
  static final Duration CA_LIFE = Duration.ofDays(3650);
  static final Duration CA_OVERLAP = Duration.ofDays(365);
  static final Duration SERVING_LIFE = Duration.ofDays(90);
  static final Duration SERVING_LEFT = Duration.ofDays(30);

  private DiscoveryCertificates() {}

  /** The names that a Service has within its cluster: short, with the namespace, {@code .svc}. */
  public static Set<String> serviceNames(String service, String namespace) {
    String full = service + "." + namespace + ".svc";
    return Set.of(service, service + "." + namespace, full, full + ".cluster.local");
  }

  /**
   * What is there if it is good for a while yet, else what takes its place. The same instance means
   * that there is nothing to store.
   *
   * @param stored by the last call; what cannot be read counts as nothing, and is replaced
   * @param names DNS names or IP addresses that clients connect to
   */
  public static DiscoveryTls ensure(StoredTls stored, Set<String> names, Instant now) {
    TreeSet<String> sorted = new TreeSet<>();
    names.forEach(name -> sorted.add(SubjectName.canonical(name)));
    return switch (stored) {
      case StoredTls.None _ -> first(sorted, now);
      case StoredTls.Some(DiscoveryTls tls) -> renewed(tls, sorted, now);
    };
  }

  private static DiscoveryTls first(Set<String> names, Instant now) {
    Authority authority = Authority.create(now, CA_LIFE);
    return serving(authority, List.of(authority.certificate()), List.of(), names, now);
  }

  private static DiscoveryTls renewed(DiscoveryTls tls, Set<String> names, Instant now) {
    Optional<Parsed> readable = Parsed.of(tls);
    if (readable.isEmpty() || !isGood(readable.get().authority().certificate(), now)) {
      return first(names, now);
    }
    Parsed old = readable.get();
    if (isEnding(old.authority().certificate(), CA_OVERLAP, now)) {
      Authority next = Authority.create(now, CA_LIFE);
      X509Certificate bridge = old.authority().certify(next, now);
      List<X509Certificate> trusted = new ArrayList<>(List.of(next.certificate()));
      old.trusted().stream().filter(one -> isGood(one, now)).forEach(trusted::add);
      return serving(next, trusted, List.of(bridge), names, now);
    }
    X509Certificate shown = old.chain().getFirst();
    boolean isFine =
        isGood(shown, now)
            && !isEnding(shown, SERVING_LEFT, now)
            && Pem.names(shown).equals(names)
            && old.authority().hasSigned(shown);
    if (isFine) {
      return tls;
    }
    List<X509Certificate> trusted = old.trusted().stream().filter(one -> isGood(one, now)).toList();
    List<X509Certificate> bridges =
        old.chain().stream().skip(1).filter(one -> isGood(one, now)).toList();
    return serving(old.authority(), trusted, bridges, names, now);
  }

  private static DiscoveryTls serving(
      Authority authority,
      List<X509Certificate> trusted,
      List<X509Certificate> bridges,
      Set<String> names,
      Instant now) {
    Authority.Signed signed = authority.serve(names, now, SERVING_LIFE);
    List<X509Certificate> chain = new ArrayList<>(List.of(signed.certificate()));
    chain.addAll(bridges);
    return new DiscoveryTls(
        Pem.certificates(trusted),
        Pem.key(authority.key()),
        new ServingCertificate(Pem.certificates(chain), Pem.key(signed.key())));
  }

  private static boolean isGood(X509Certificate one, Instant now) {
    return !now.isBefore(one.getNotBefore().toInstant())
        && now.isBefore(one.getNotAfter().toInstant());
  }

  private static boolean isEnding(X509Certificate one, Duration left, Instant now) {
    return now.plus(left).isAfter(one.getNotAfter().toInstant());
  }

  /** What the Secret says. */
  private record Parsed(
      Authority authority, List<X509Certificate> trusted, List<X509Certificate> chain) {
    static Optional<Parsed> of(DiscoveryTls tls) {
      List<X509Certificate> trusted = Pem.readCertificates(tls.trusted());
      List<X509Certificate> chain = Pem.readCertificates(tls.serving().chain());
      Optional<PrivateKey> key = Pem.readKey(tls.authorityKey());
      boolean isWhole = Pem.readKey(tls.serving().key()).isPresent() && !chain.isEmpty();
      if (!isWhole || key.isEmpty() || trusted.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(new Parsed(new Authority(trusted.getFirst(), key.get()), trusted, chain));
    }
  }
}
