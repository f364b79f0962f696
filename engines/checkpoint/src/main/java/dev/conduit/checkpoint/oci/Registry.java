// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.checkpoint.wire.Parts;
import dev.conduit.checkpoint.wire.Piece;
import dev.conduit.checkpoint.wire.StoreFailure;
import dev.conduit.checkpoint.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Manifests and parts of blobs of OCI registries. A login goes to the registry's own host and to
 * the place that it names for tokens, a token to the registry alone, neither to the storage that it
 * redirects to. Safe for use by several threads; calls block.
 *
 * <p>Source: the OCI distribution specification 1.1; the distribution project's token
 * authentication.
 */
public final class Registry {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST_REDIRECTS = 5;

  /** Source: the specification asks registries for at least 4 MiB. */
  private static final int LONGEST_MANIFEST = 4 << 20;

  private static final int LONGEST_TOKEN = 1 << 20;
  private static final String KINDS = String.join(", ", Manifest.KINDS);

  private final RegistryAccess access;
  private final Wire wire;

  /** What goes along, by registry and repository, since the registry asked for it. */
  private final Map<String, String> authorizations;

  public Registry(RegistryAccess access, Wire wire) {
    this(access, wire, new ConcurrentHashMap<>());
  }

  private Registry(RegistryAccess access, Wire wire, Map<String, String> authorizations) {
    this.access = access;
    this.wire = wire;
    this.authorizations = authorizations;
  }

  /** The same for one lookup, whose requests have an end in common. */
  Registry lookup() {
    return new Registry(access, wire.lookup(), authorizations);
  }

  /** Whether a login for this image's registry is at hand. */
  public boolean hasLogin(ImageReference image) {
    return access.hasLogin(image);
  }

  /** The manifest of an artefact; of an index that of this machine's kind. */
  public Manifest manifest(ImageReference image) throws IOException, InterruptedException {
    Registry one = lookup();
    Manifest first = one.fetch(image, image.version(), image.digest().orElse(""));
    Optional<String> inner = first.chosen();
    return inner.isPresent()
        ? one.fetch(image, inner.get(), inner.get()).under(first.digest())
        : first;
  }

  private Manifest fetch(ImageReference image, String version, String digest)
      throws IOException, InterruptedException {
    byte[] body =
        wire.patiently(
                () ->
                    ask(
                        wire::request,
                        image,
                        "/manifests/" + version,
                        Map.of("accept", KINDS),
                        Parts.upTo(LONGEST_MANIFEST)))
            .body();
    return Manifest.parse(image, body, digest);
  }

  /**
   * The digest of what an image's tag stands for now, without its manifest: registries that count
   * pulls do not count this.
   *
   * @return empty where the registry does not say
   */
  public Optional<String> digest(ImageReference image) throws StoreFailure, InterruptedException {
    return wire.patiently(
            () ->
                ask(
                    url -> wire.request(url).HEAD(),
                    image,
                    "/manifests/" + image.version(),
                    Map.of("accept", KINDS),
                    BodyHandlers.discarding()))
        .headers()
        .firstValue("docker-content-digest");
  }

  /**
   * Part of a blob.
   *
   * @param from first byte
   * @param length of it; fewer come back where the blob ends before
   */
  public Piece blob(ImageReference image, String digest, long from, int length)
      throws StoreFailure, InterruptedException {
    HttpResponse<byte[]> answer =
        wire.patiently(
            () ->
                ask(
                    wire::request,
                    image,
                    "/blobs/" + digest,
                    Map.of("range", Parts.range(from, length)),
                    Parts.part(length)));
    return Parts.piece(answer, from, length, image.registry(), "blob " + digest);
  }

  /** What is found at the end of the redirects, once the registry has what it asks for. */
  private <T> HttpResponse<T> ask(
      Function<URI, HttpRequest.Builder> to,
      ImageReference image,
      String path,
      Map<String, String> headers,
      BodyHandler<T> body)
      throws StoreFailure, InterruptedException {
    URI own = access.endpoint(image);
    URI url = URI.create("%s/v2/%s%s".formatted(own, image.repository(), path));
    String who = image.registry() + "/" + image.repository();
    boolean asked = false;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpRequest.Builder request = to.apply(url);
      headers.forEach(request::header);
      String authorization = authorizations.get(who);
      if (authorization != null && isSame(own, url)) {
        request.header("authorization", authorization);
      }
      HttpResponse<T> answer = wire.send(request.build(), body);
      int status = answer.statusCode();
      if (status < 300 || status == 416) {
        return answer;
      }
      Wire.close(answer);
      if (status == 401 && !asked && isSame(own, url)) {
        asked = true;
        authorizations.put(who, authorization(image, answer));
        continue;
      }
      if (status >= 400) {
        throw refused(image, path, answer);
      }
      url = wire.target(image.registry(), own, url, answer);
    }
    throw new StoreFailure(
        StoreFailure.Kind.BROKEN,
        "%s redirects more than %d times".formatted(image.registry(), MOST_REDIRECTS));
  }

  private static boolean isSame(URI own, URI url) {
    return own.getScheme().equals(url.getScheme()) && own.getAuthority().equals(url.getAuthority());
  }

  private String authorization(ImageReference image, HttpResponse<?> answer)
      throws StoreFailure, InterruptedException {
    Challenge challenge =
        Challenge.of(answer.headers())
            .orElseThrow(
                () ->
                    new StoreFailure(
                        StoreFailure.Kind.REFUSED,
                        "%s answered 401 and names no way to log in that is understood"
                            .formatted(image.registry())));
    if (challenge.scheme().equals("basic")) {
      Optional<Login> login = access.login(image);
      return login
          .filter(Login::hasPassword)
          .map(Login::basic)
          .orElseThrow(
              () ->
                  new StoreFailure(
                      StoreFailure.Kind.REFUSED,
                      (login.isPresent()
                              ? "%s asks for a password, and the login at hand has an identitytoken alone"
                              : "%s asks for a login, and none is at hand")
                          .formatted(image.registry())));
    }
    return "Bearer " + wire.patiently(() -> token(image, challenge));
  }

  private String token(ImageReference image, Challenge challenge)
      throws StoreFailure, InterruptedException {
    HttpRequest request = tokenRequest(image, challenge);
    URI realm = request.uri();
    HttpResponse<byte[]> answer = wire.send(request, Parts.upTo(LONGEST_TOKEN));
    int status = answer.statusCode();
    if (status != 200) {
      throw new StoreFailure(
          status < 400 ? StoreFailure.Kind.BROKEN : StoreFailure.Kind.ofStatus(status),
          "%s answered %d where %s sends for a token"
              .formatted(Wire.host(realm), status, image.registry()),
          Wire.retryAfter(answer),
          null);
    }
    try {
      JsonNode said = JSON.readTree(answer.body());
      String token = said.path("token").asText(said.path("access_token").asText(""));
      if (token.matches("[!-~]+")) {
        return token;
      }
    } catch (IOException e) {
      // said below, without the text: it may hold a token
    }
    throw new StoreFailure(
        StoreFailure.Kind.BROKEN, "%s answered no token".formatted(Wire.host(realm)));
  }

  /** An identity is exchanged as OAuth 2 says, a password sent along as Basic. */
  private HttpRequest tokenRequest(ImageReference image, Challenge challenge) throws StoreFailure {
    String scope = challenge.parameter("scope");
    String wanted =
        "service=%s&scope=%s"
            .formatted(
                encoded(challenge.parameter("service")),
                encoded(
                    scope.isEmpty() ? "repository:%s:pull".formatted(image.repository()) : scope));
    Optional<Login> login = access.login(image);
    Optional<String> identity = login.filter(Login::hasIdentity).map(Login::identity);
    if (identity.isPresent()) {
      return wire.request(realm(image, challenge, ""))
          .header("content-type", "application/x-www-form-urlencoded")
          .POST(
              BodyPublishers.ofString(
                  "grant_type=refresh_token&client_id=conduit&%s&refresh_token=%s"
                      .formatted(wanted, encoded(identity.get()))))
          .build();
    }
    HttpRequest.Builder request = wire.request(realm(image, challenge, wanted));
    login.ifPresent(one -> request.header("authorization", one.basic()));
    return request.build();
  }

  /** A login never goes without TLS where the registry itself has it. */
  private URI realm(ImageReference image, Challenge challenge, String query) throws StoreFailure {
    String realm = challenge.parameter("realm");
    URI own = access.endpoint(image);
    boolean secure = own.getScheme().equals("https");
    if (realm.matches(secure ? "https://[^\\s\"]+" : "https?://[^\\s\"]+")) {
      try {
        URI url =
            URI.create(query.isEmpty() ? realm : realm + (realm.contains("?") ? "&" : "?") + query);
        if (url.getHost() != null) {
          wire.refuseInward(image.registry(), own, url);
          return url;
        }
      } catch (IllegalArgumentException e) {
        // said below
      }
    }
    throw new StoreFailure(
        StoreFailure.Kind.BROKEN,
        "%s sends for a token to what is no %sURL"
            .formatted(image.registry(), secure ? "https " : ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static StoreFailure refused(ImageReference image, String path, HttpResponse<?> answer) {
    int status = answer.statusCode();
    boolean manifest = path.startsWith("/manifests/");
    StoreFailure.Kind kind =
        status == 404 && manifest
            ? StoreFailure.Kind.NO_REVISION
            : StoreFailure.Kind.ofStatus(status);
    return new StoreFailure(
        kind,
        "%s answered %d for %s%s".formatted(image.registry(), status, image.repository(), path),
        Wire.retryAfter(answer),
        null);
  }
}
