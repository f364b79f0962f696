// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.wire;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts of files, as HTTP's ranges give them. Source: RFC 9110, section 14. */
public final class Parts {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?:\\d+-\\d+|\\*)/(\\d{1,18})");

  private Parts() {}

  /** The header's value. */
  public static String range(long from, int length) {
    return "bytes=%d-%d".formatted(from, from + length - 1);
  }

  /**
   * Bodies that are too long, or of answers that say nothing in them, are not read.
   *
   * @param most bytes
   */
  public static BodyHandler<byte[]> upTo(long most) {
    return info -> {
      boolean given = info.statusCode() == 200 || info.statusCode() == 206;
      boolean tooLong = info.headers().firstValueAsLong("content-length").orElse(0) > most;
      return given && !tooLong
          ? BodySubscribers.limiting(BodySubscribers.ofByteArray(), most)
          : BodySubscribers.replacing(new byte[0]);
    };
  }

  /**
   * The part that was asked for, of an answer of status 200, 206 or 416.
   *
   * @param store and file in words, for messages
   */
  public static Piece piece(
      HttpResponse<byte[]> answer, long from, int length, String store, String file)
      throws StoreFailure {
    byte[] bytes = answer.body();
    OptionalLong stated = total(answer.headers());
    return switch (answer.statusCode()) {
      case 416 -> new Piece(new byte[0], stated.orElse(0), Optional.empty());
      case 206 -> new Piece(bytes, stated.orElse(from + bytes.length), Optional.empty());
      default -> {
        long size = answer.headers().firstValueAsLong("content-length").orElse(bytes.length);
        if (size > bytes.length) {
          throw new StoreFailure(
              StoreFailure.Kind.UNREACHABLE,
              "%s gives no parts of files, and %s is too large to fetch for its header"
                  .formatted(store, file));
        }
        int start = (int) Math.min(from, bytes.length);
        int end = Math.min(bytes.length, start + length);
        yield new Piece(Arrays.copyOfRange(bytes, start, end), size, Optional.empty());
      }
    };
  }

  private static OptionalLong total(HttpHeaders headers) {
    Matcher range = CONTENT_RANGE.matcher(headers.firstValue("content-range").orElse(""));
    return range.matches() ? OptionalLong.of(Long.parseLong(range.group(1))) : OptionalLong.empty();
  }
}
