import { Transform } from 'node:stream';

const NEWLINE = 10;

/**
 * Hands on what ends with a line's end, and keeps the rest until its end comes: who joins each piece of a long line with all
 * before it copies the line as often as it has pieces. More than `most` bytes without an end are handed on as they are.
 */
export function wholeLines(most: number): Transform {
  let kept: Buffer[] = [];
  let bytes = 0;
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      const end = piece.lastIndexOf(NEWLINE) + 1;
      const isTooMuch = bytes + piece.length > most;
      if (end === 0 && !isTooMuch) {
        kept.push(piece);
        bytes += piece.length;
        return done();
      }
      const whole = end === 0 ? piece.length : end;
      this.push(Buffer.concat([...kept, piece.subarray(0, whole)]));
      kept = [piece.subarray(whole)];
      bytes = piece.length - whole;
      done();
    },
    flush(done) {
      done(null, Buffer.concat(kept));
    },
  });
}
