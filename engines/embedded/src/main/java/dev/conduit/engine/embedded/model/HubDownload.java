// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.model;

import dev.conduit.engine.embedded.model.ModelUnavailable.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Brings a hub file to disk: resumes what an earlier run left, takes up again where the connection
 * broke, and gives the file its name only when size and checksum are right.
 */
final class HubDownload {
  private static final int MOST_ATTEMPTS = 5;
  private static final int BUFFER = 1 << 16;
  private static final long REPORT_EVERY = 1 << 20;

  private final HubClient hub;
  private final Progress progress;

  HubDownload(HubClient hub, Progress progress) {
    this.hub = hub;
    this.progress = progress;
  }

  /** Leaves the verified file at {@code file}. Source of resuming: RFC 9110, section 14. */
  void fetch(ModelReference.HubFile model, String name, Checksum wanted, Path file)
      throws IOException, ModelUnavailable, InterruptedException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    boolean resumed = Files.exists(part) && Files.size(part) > 0;
    transfer(model, name, wanted, part);
    if (!wanted.matches(part)) {
      Files.delete(part);
      if (!resumed) {
        throw new ModelUnavailable(
            Kind.CORRUPT,
            "%s: what came does not have the checksum that the hub states; try again"
                .formatted(model));
      }
      // the remainder of an earlier run may have been of another revision: once more, from zero
      fetch(model, name, wanted, file);
      return;
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void transfer(ModelReference.HubFile model, String name, Checksum wanted, Path part)
      throws IOException, ModelUnavailable, InterruptedException {
    IOException last = null;
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      long have = Files.exists(part) ? Files.size(part) : 0;
      if (have >= wanted.bytes()) {
        return;
      }
      try {
        HttpResponse<InputStream> answer = hub.open(model, name, have);
        boolean appends = answer.statusCode() == 206;
        append(answer.body(), part, appends ? have : 0, wanted.bytes(), name);
      } catch (IOException e) {
        last = e;
      }
    }
    if (Files.exists(part) && Files.size(part) >= wanted.bytes()) {
      return;
    }
    throw new ModelUnavailable(
        Kind.NETWORK,
        "%s: the connection broke %d times; run again to resume at %d of %d bytes"
            .formatted(
                model, MOST_ATTEMPTS, Files.exists(part) ? Files.size(part) : 0, wanted.bytes()),
        last);
  }

  private void append(InputStream body, Path part, long from, long total, String name)
      throws IOException {
    StandardOpenOption mode =
        from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    byte[] buffer = new byte[BUFFER];
    long done = from;
    long reported = from;
    try (body;
        OutputStream out =
            Files.newOutputStream(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        out.write(buffer, 0, read);
        done += read;
        if (done - reported >= REPORT_EVERY || done == total) {
          progress.at(name, done, total);
          reported = done;
        }
      }
    }
  }
}
