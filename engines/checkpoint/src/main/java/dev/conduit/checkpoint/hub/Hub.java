// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.checkpoint.wire.Parts;
import dev.conduit.checkpoint.wire.Piece;
import dev.conduit.checkpoint.wire.StoreFailure;
import dev.conduit.checkpoint.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The few calls of the Hugging Face hub that reading and fetching models needs. The token goes to
 * the hub itself only, never to the storage host that it redirects to. Safe for use by several
 * threads; calls block.
 *
 * <p>Source: the hub's {@code resolve} endpoint: {@code X-Repo-Commit}, {@code X-Linked-Size} and
 * {@code X-Linked-Etag} on its own answer, a redirect to storage for large files, {@code
 * X-Error-Code} on refusals.
 */
public final class Hub {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LONGEST_LIST = 64 << 20;
  private static final int SHA_256 = 64;

  private final HubAccess access;
  private final Exchange exchange;

  /**
   * @param environment variables, of which those of proxies count
   */
  public Hub(HubAccess access, Map<String, String> environment) {
    this(access, new Wire(environment));
  }

  /**
   * @param wire that others may share
   */
  public Hub(HubAccess access, Wire wire) {
    this(access, new Exchange(access, wire));
  }

  Hub(HubAccess access, Exchange exchange) {
    this.access = access;
    this.exchange = exchange;
  }

  /** The same for one lookup, whose requests have an end in common. */
  Hub lookup() {
    return new Hub(access, exchange.lookup());
  }

  public HubAccess access() {
    return access;
  }

  /**
   * Part of a file.
   *
   * @param from first byte
   * @param length of it; fewer come back where the file ends before
   */
  public Piece range(HubFile file, long from, int length)
      throws StoreFailure, InterruptedException {
    Exchange.Followed<byte[]> followed =
        exchange.patiently(
            () ->
                exchange.follow(
                    file.toString(),
                    file.location(),
                    Parts.range(from, length),
                    Parts.part(length)));
    Piece piece =
        Parts.piece(followed.answer(), from, length, access.endpoint().toString(), file.toString());
    return followed.commit().map(piece::of).orElse(piece);
  }

  /** What the hub says of a file; it is not fetched. */
  public Stated stated(HubFile file) throws StoreFailure, InterruptedException {
    Exchange one = exchange.lookup();
    HttpHeaders headers =
        one.patiently(() -> one.head(file.toString(), file.location(), BodyHandlers.discarding()))
            .headers();
    String etag =
        headers.firstValue("x-linked-etag").or(() -> headers.firstValue("etag")).orElse("");
    String sha = etag.replace("\"", "").replace("W/", "");
    return new Stated(
        headers
            .firstValueAsLong("x-linked-size")
            .orElse(headers.firstValueAsLong("content-length").orElse(0)),
        Optional.of(sha).filter(text -> text.length() == SHA_256),
        headers.firstValue("x-repo-commit"));
  }

  /** Names of a repository's files. */
  public List<String> files(String repository, String revision)
      throws StoreFailure, InterruptedException {
    String path =
        "/api/models/%s/revision/%s"
            .formatted(HubFile.parts(repository), HubFile.encoded(revision));
    String what = repository + "@" + revision;
    Exchange one = exchange.lookup();
    byte[] body =
        one.patiently(() -> one.follow(what, path, "", Parts.upTo(LONGEST_LIST))).answer().body();
    try {
      return JSON.readTree(body)
          .path("siblings")
          .valueStream()
          .map(file -> file.path("rfilename"))
          .map(JsonNode::asText)
          .toList();
    } catch (IOException e) {
      throw new StoreFailure(
          StoreFailure.Kind.BROKEN,
          "%s answered no JSON".formatted(access.endpoint()),
          Duration.ZERO,
          e);
    }
  }

  /** The file's bytes from {@code offset} on; status 200, 206 or 416. The caller closes it. */
  public HttpResponse<InputStream> open(HubFile file, long offset)
      throws StoreFailure, InterruptedException {
    String range = offset > 0 ? "bytes=" + offset + "-" : "";
    return exchange
        .follow(file.toString(), file.location(), range, BodyHandlers.ofInputStream())
        .answer();
  }
}
