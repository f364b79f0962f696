// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.spi.Failure;

/**
 * Writes one answer, whole or as a stream, of chat or of completions. Called on the event loop: any
 * number of pieces and one end per choice, then complete or failed.
 */
interface Answer {

  /** More text of a choice that goes on; {@code so far} counts its generated tokens. */
  void piece(int choice, Piece piece, int generatedSoFar);

  /** The last text of a choice. */
  void end(int choice, Piece piece, Ending ending, int generated);

  /** All choices have ended. */
  void complete(Usage usage);

  /** The answer cannot be finished. */
  void failed(Failure failure);
}
