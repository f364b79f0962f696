// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LONGEST_LIST = 64 << 20;
  private static final int SHA_256 = 64;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:\\d+-\\d+|\\*)/(\\d+)");

  private final HubAccess access;
  private final Exchange exchange;

  /**
   * @param environment variables, of which those of proxies count
   */
  public Hub(HubAccess access, Map<String, String> environment) {
    this(access, new Exchange(access, environment, PATIENCE, Thread::sleep));
  }

  Hub(HubAccess access, Exchange exchange) {
    this.access = access;
    this.exchange = exchange;
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
  public Piece range(HubFile file, long from, int length) throws HubFailure, InterruptedException {
    String range = "bytes=%d-%d".formatted(from, from + length - 1);
    Exchange.Followed<byte[]> followed =
        exchange.patiently(
            () -> exchange.follow(file.toString(), file.location(), range, upTo(from + length)));
    HttpResponse<byte[]> answer = followed.answer();
    byte[] bytes = answer.body();
    OptionalLong stated = total(answer.headers());
    return switch (answer.statusCode()) {
      case 416 -> new Piece(new byte[0], stated.orElse(0), followed.commit());
      case 206 -> new Piece(bytes, stated.orElse(from + bytes.length), followed.commit());
      default -> whole(file, from, length, followed);
    };
  }

  /** Of a file that came in full although a part was asked for. */
  private Piece whole(HubFile file, long from, int length, Exchange.Followed<byte[]> followed)
      throws HubFailure {
    byte[] bytes = followed.answer().body();
    long size = followed.answer().headers().firstValueAsLong("content-length").orElse(bytes.length);
    if (size > bytes.length) {
      throw new HubFailure(
          HubFailure.Kind.UNREACHABLE,
          "%s gives no parts of files, and %s is too large to fetch for its header"
              .formatted(access.endpoint(), file));
    }
    int start = (int) Math.min(from, bytes.length);
    int end = Math.min(bytes.length, start + length);
    return new Piece(Arrays.copyOfRange(bytes, start, end), size, followed.commit());
  }

  /** What the hub says of a file; it is not fetched. */
  public Stated stated(HubFile file) throws HubFailure, InterruptedException {
    HttpHeaders headers =
        exchange
            .patiently(
                () -> exchange.head(file.toString(), file.location(), BodyHandlers.discarding()))
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
      throws HubFailure, InterruptedException {
    String path =
        "/api/models/%s/revision/%s"
            .formatted(HubFile.parts(repository), HubFile.encoded(revision));
    String what = repository + "@" + revision;
    byte[] body =
        exchange
            .patiently(() -> exchange.follow(what, path, "", upTo(LONGEST_LIST)))
            .answer()
            .body();
    try {
      return JSON.readTree(body)
          .path("siblings")
          .valueStream()
          .map(file -> file.path("rfilename"))
          .map(JsonNode::asText)
          .toList();
    } catch (IOException e) {
      throw new HubFailure(
          HubFailure.Kind.BROKEN,
          "%s answered no JSON".formatted(access.endpoint()),
          Duration.ZERO,
          e);
    }
  }

  /** The file's bytes from {@code offset} on; status 200, 206 or 416. The caller closes it. */
  public HttpResponse<InputStream> open(HubFile file, long offset)
      throws HubFailure, InterruptedException {
    String range = offset > 0 ? "bytes=" + offset + "-" : "";
    return exchange
        .follow(file.toString(), file.location(), range, BodyHandlers.ofInputStream())
        .answer();
  }

  /** Bodies that are too long, or of answers that say nothing in them, are not read. */
  private static BodyHandler<byte[]> upTo(long most) {
    return info -> {
      boolean given = info.statusCode() == 200 || info.statusCode() == 206;
      boolean tooLong = info.headers().firstValueAsLong("content-length").orElse(0) > most;
      return given && !tooLong
          ? BodySubscribers.limiting(BodySubscribers.ofByteArray(), most)
          : BodySubscribers.replacing(new byte[0]);
    };
  }

  private static OptionalLong total(HttpHeaders headers) {
    Matcher range = CONTENT_RANGE.matcher(headers.firstValue("content-range").orElse(""));
    return range.matches() ? OptionalLong.of(Long.parseLong(range.group(1))) : OptionalLong.empty();
  }
}
