// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

/** Why a request cannot be answered; the surface maps each case to HTTP in one place. */
public sealed interface Failure {

  /** One line for the client: what failed and what it can do. No prompt text. */
  String message();

  /**
   * The request asks for something impossible: 400.
   *
   * @param param the field, as in the request body
   */
  record Invalid(String message, String param) implements Failure {}

  /** The engine cannot take it now: 503; the client may try again. */
  record Unavailable(String message) implements Failure {}

  /** The engine's fault: 500, or an error event in a stream that has begun. */
  record Internal(String message) implements Failure {}

  /** An answer with a status of the engine's choice, for example an injected 429. */
  record Status(int status, String type, String message) implements Failure {}

  /** The connection is reset, without a word more, wherever the answer is: an injected fault. */
  record Reset(String message) implements Failure {}
}
