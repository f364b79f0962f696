// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

class DiscoveryCertificatesTest {
  private static final Set<String> NAMES =
      DiscoveryCertificates.serviceNames("conduit-discovery", "conduit-system");
  private final Instant now = Instant.now();

  @Test
  void ensure_nothingStored_makesACaAndACertificateForTheService() throws Exception {
    DiscoveryTls tls = DiscoveryCertificates.ensure(new StoredTls.None(), NAMES, now);
    X509Certificate shown = Pem.readCertificates(tls.serving().chain()).getFirst();
    assertThat(Pem.names(shown))
        .containsExactlyInAnyOrder(
            "conduit-discovery",
            "conduit-discovery.conduit-system",
            "conduit-discovery.conduit-system.svc",
            "conduit-discovery.conduit-system.svc.cluster.local");
    assertThat(trusts(tls.trusted(), tls.serving().chain())).isTrue();
    assertThat(tls.toString() + tls.serving()).doesNotContain("PRIVATE");
  }

  @Test
  void ensure_storedAndGood_isTheSameInstance() {
    DiscoveryTls tls = first();
    StoredTls stored = StoredTls.of(tls.entries());
    DiscoveryTls read = ((StoredTls.Some) stored).tls();
    assertThat(read).isEqualTo(tls);
    Instant later = now.plus(Duration.ofDays(50));
    assertThat(DiscoveryCertificates.ensure(stored, NAMES, later)).isSameAs(read);
  }

  @Test
  void ensure_addressesInAnySpelling_areTheSameNames() {
    Set<String> names = Set.of("::1", "127.0.0.1", "localhost");
    DiscoveryTls tls = DiscoveryCertificates.ensure(new StoredTls.None(), names, now);
    assertThat(DiscoveryCertificates.ensure(new StoredTls.Some(tls), names, now)).isSameAs(tls);
  }

  @Test
  void ensure_aThirdOfLifeLeft_renewsTheCertificateUnderTheSameCa() throws Exception {
    Instant before = now.minus(Duration.ofDays(61));
    DiscoveryTls tls = DiscoveryCertificates.ensure(new StoredTls.None(), NAMES, before);
    DiscoveryTls next = DiscoveryCertificates.ensure(new StoredTls.Some(tls), NAMES, now);
    assertThat(next.trusted()).isEqualTo(tls.trusted());
    assertThat(next.serving()).isNotEqualTo(tls.serving());
    assertThat(end(next.serving().chain())).isAfter(now.plus(Duration.ofDays(89)));
    assertThat(trusts(tls.trusted(), next.serving().chain())).isTrue();
  }

  @Test
  void ensure_otherNames_renewsTheCertificate() {
    DiscoveryTls tls = first();
    DiscoveryTls next = DiscoveryCertificates.ensure(new StoredTls.Some(tls), Set.of("a.b"), now);
    assertThat(Pem.names(Pem.readCertificates(next.serving().chain()).getFirst()))
        .containsExactly("a.b");
    assertThat(next.trusted()).isEqualTo(tls.trusted());
  }

  @Test
  void ensure_caNearItsEnd_isReplacedAndTrustedByThoseWhoKnowEitherOne() throws Exception {
    Instant longAgo = now.minus(DiscoveryCertificates.CA_LIFE).plus(Duration.ofDays(300));
    DiscoveryTls old = DiscoveryCertificates.ensure(new StoredTls.None(), NAMES, longAgo);
    DiscoveryTls next = DiscoveryCertificates.ensure(new StoredTls.Some(old), NAMES, now);
    String newOnly = Pem.certificates(List.of(Pem.readCertificates(next.trusted()).getFirst()));

    assertThat(Pem.readCertificates(next.trusted())).hasSize(2);
    assertThat(next.trusted()).contains(old.trusted().strip());
    assertThat(trusts(next.trusted(), next.serving().chain())).as("knows both").isTrue();
    assertThat(trusts(newOnly, next.serving().chain())).as("knows the new one only").isTrue();
    assertThat(trusts(old.trusted(), next.serving().chain())).as("knows the old one").isTrue();
    assertThat(trusts(first().trusted(), next.serving().chain())).as("a stranger").isFalse();

    DiscoveryTls settled = DiscoveryCertificates.ensure(new StoredTls.Some(next), NAMES, now);
    assertThat(settled).as("one replacement is enough").isSameAs(next);
    DiscoveryTls renewed =
        DiscoveryCertificates.ensure(
            new StoredTls.Some(next), NAMES, now.plus(Duration.ofDays(61)));
    assertThat(Pem.readCertificates(renewed.serving().chain()))
        .as("the renewed certificate still comes with the bridge")
        .hasSize(2);
  }

  @Test
  void ensure_oldCaEnded_isForgotten() {
    Instant longAgo = now.minus(DiscoveryCertificates.CA_LIFE).plus(Duration.ofDays(50));
    DiscoveryTls old = DiscoveryCertificates.ensure(new StoredTls.None(), NAMES, longAgo);
    DiscoveryTls next = DiscoveryCertificates.ensure(new StoredTls.Some(old), NAMES, now);
    DiscoveryTls later =
        DiscoveryCertificates.ensure(
            new StoredTls.Some(next), NAMES, now.plus(Duration.ofDays(61)));
    assertThat(Pem.readCertificates(later.trusted())).hasSize(1);
    assertThat(Pem.readCertificates(later.serving().chain())).hasSize(1);
  }

  @Test
  void ensure_storedCannotBeRead_startsAnew() throws Exception {
    DiscoveryTls tls = first();
    for (String entry : DiscoveryTls.ENTRIES) {
      Map<String, String> broken = new HashMap<>(tls.entries());
      broken.put(entry, "not pem");
      DiscoveryTls next = DiscoveryCertificates.ensure(StoredTls.of(broken), NAMES, now);
      assertThat(trusts(next.trusted(), next.serving().chain())).as(entry).isTrue();
      broken.remove(entry);
      assertThat(StoredTls.of(broken)).as(entry).isEqualTo(new StoredTls.None());
    }
  }

  @Test
  void ensure_certificateOfAnotherCa_isReplaced() throws Exception {
    Map<String, String> mixed = new HashMap<>(first().entries());
    DiscoveryTls other = first();
    mixed.put("tls.crt", other.serving().chain());
    mixed.put("tls.key", other.serving().key());
    DiscoveryTls next = DiscoveryCertificates.ensure(StoredTls.of(mixed), NAMES, now);
    assertThat(trusts(next.trusted(), next.serving().chain())).isTrue();
  }

  private DiscoveryTls first() {
    return DiscoveryCertificates.ensure(new StoredTls.None(), NAMES, now);
  }

  private static Instant end(String chain) {
    return Pem.readCertificates(chain).getFirst().getNotAfter().toInstant();
  }

  /** What the JDK's TLS says, not what we think. */
  private static boolean trusts(String trusted, String chain)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (X509Certificate one : Pem.readCertificates(trusted)) {
      store.setCertificateEntry(one.getSerialNumber().toString(), one);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
    X509Certificate[] shown = Pem.readCertificates(chain).toArray(X509Certificate[]::new);
    try {
      manager.checkServerTrusted(shown, "ECDHE_ECDSA");
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }
}
