#!/usr/bin/env node
// Built by `make verifier` from verifier/src. Licences of what is bundled: LICENSES.txt.

// src/main.mjs
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

// node_modules/@noble/hashes/_u64.js
var U32_MASK64 = /* @__PURE__ */ (() => BigInt(2 ** 32 - 1))();
var _32n = /* @__PURE__ */ BigInt(32);
function fromBig(n, le = false) {
  if (le)
    return { h: Number(n & U32_MASK64), l: Number(n >> _32n & U32_MASK64) };
  return { h: Number(n >> _32n & U32_MASK64) | 0, l: Number(n & U32_MASK64) | 0 };
}
function split(lst, le = false) {
  const len = lst.length;
  let Ah = new Uint32Array(len);
  let Al = new Uint32Array(len);
  for (let i = 0; i < len; i++) {
    const { h, l } = fromBig(lst[i], le);
    [Ah[i], Al[i]] = [h, l];
  }
  return [Ah, Al];
}
var fromNumH = (n) => n / 2 ** 32 | 0;
var fromNumL = (n) => n >>> 0;
function setU64FromNum(view, byteOffset, n, isLE2) {
  const h = fromNumH(n);
  const l = fromNumL(n);
  view.setUint32(byteOffset, isLE2 ? l : h, isLE2);
  view.setUint32(byteOffset + 4, isLE2 ? h : l, isLE2);
}
var shrSH = (h, _l, s) => h >>> s;
var shrSL = (h, l, s) => h << 32 - s | l >>> s;
var rotrSH = (h, l, s) => h >>> s | l << 32 - s;
var rotrSL = (h, l, s) => h << 32 - s | l >>> s;
var rotrBH = (h, l, s) => h << 64 - s | l >>> s - 32;
var rotrBL = (h, l, s) => h >>> s - 32 | l << 64 - s;
function add(Ah, Al, Bh, Bl) {
  const l = (Al >>> 0) + (Bl >>> 0);
  return { h: Ah + Bh + (l / 2 ** 32 | 0) | 0, l: l | 0 };
}
var add3L = (Al, Bl, Cl) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0);
var add3H = (low, Ah, Bh, Ch) => Ah + Bh + Ch + (low / 2 ** 32 | 0) | 0;
var add4L = (Al, Bl, Cl, Dl) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0) + (Dl >>> 0);
var add4H = (low, Ah, Bh, Ch, Dh) => Ah + Bh + Ch + Dh + (low / 2 ** 32 | 0) | 0;
var add5L = (Al, Bl, Cl, Dl, El) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0) + (Dl >>> 0) + (El >>> 0);
var add5H = (low, Ah, Bh, Ch, Dh, Eh) => Ah + Bh + Ch + Dh + Eh + (low / 2 ** 32 | 0) | 0;

// node_modules/@noble/hashes/utils.js
function isBytes(a) {
  return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
}
var atitle = (title) => title ? `"${title}" ` : "";
function anumber(n, title = "") {
  if (typeof n !== "number")
    throw new TypeError(atitle(title) + "expected number, got " + typeof n);
  if (!Number.isSafeInteger(n) || n < 0)
    throw new RangeError(atitle(title) + "expected integer >= 0, got " + n);
  return n;
}
function abool(value, title = "") {
  if (typeof value !== "boolean")
    throw new TypeError(atitle(title) + "expected boolean, got type=" + typeof value);
  return value;
}
function abytes(value, length, title = "") {
  if (isBytes(value) && (length === void 0 || value.length === length))
    return value;
  if (length !== void 0)
    anumber(length, "length");
  const bytes2 = isBytes(value);
  const ofLen = length !== void 0 ? ` of length ${length}` : "";
  const got = bytes2 ? `length=${value.length}` : `type=${typeof value}`;
  const message = atitle(title) + "expected Uint8Array" + ofLen + ", got " + got;
  if (!bytes2)
    throw new TypeError(message);
  throw new RangeError(message);
}
function ahash(h) {
  if (typeof h !== "function" || typeof h.create !== "function")
    throw new TypeError("expected hash wrapped by utils.createHasher");
  anumber(h.outputLen);
  anumber(h.blockLen);
  if (h.outputLen < 1 || h.blockLen < 1)
    throw new Error("hash blockLen / outputLen must be >= 1");
}
var aobject = (value, label2) => {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new TypeError((label2 === "object" ? "" : `"${label2}" `) + "expected object, got type=" + typeof value);
};
var aopts = (value, label2) => {
  aobject(value, label2);
  const proto = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== null)
    throw new TypeError(`"${label2}" expected plain object`);
  if (Object.hasOwn(value, "__proto__"))
    throw new TypeError(`"${label2}.__proto__" is not allowed`);
};
function aexists(instance, checkFinished = true) {
  if (instance.destroyed)
    throw new Error("hash was destroyed");
  if (checkFinished && instance.finished)
    throw new Error("digest() was already called");
}
function aoutput(out, instance) {
  abytes(out, void 0, "output");
  const min = instance.outputLen;
  if (!(out.length >= min)) {
    throw new RangeError('"output" expected length >= ' + min);
  }
}
function u32(arr) {
  return new Uint32Array(arr.buffer, arr.byteOffset, Math.floor(arr.byteLength / 4));
}
function clean(...arrays) {
  for (let i = 0; i < arrays.length; i++) {
    arrays[i].fill(0);
  }
}
function createView(arr) {
  return new DataView(arr.buffer, arr.byteOffset, arr.byteLength);
}
function rotr(word, shift) {
  return word << 32 - shift | word >>> shift;
}
var isLE = /* @__PURE__ */ (() => new Uint8Array(new Uint32Array([287454020]).buffer)[0] === 68)();
function byteSwap(word) {
  return word << 24 & 4278190080 | word << 8 & 16711680 | word >>> 8 & 65280 | word >>> 24 & 255;
}
function byteSwap32(arr) {
  for (let i = 0; i < arr.length; i++) {
    arr[i] = byteSwap(arr[i]);
  }
  return arr;
}
var swap32IfBE = isLE ? (u) => u : byteSwap32;
var hasHexBuiltin = /* @__PURE__ */ (() => (
  // @ts-ignore
  typeof Uint8Array.from([]).toHex === "function" && typeof Uint8Array.fromHex === "function"
))();
var hexes = /* @__PURE__ */ Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));
function bytesToHex(bytes2) {
  abytes(bytes2);
  if (hasHexBuiltin)
    return bytes2.toHex();
  let hex2 = "";
  for (let i = 0; i < bytes2.length; i++) {
    hex2 += hexes[bytes2[i]];
  }
  return hex2;
}
function asciiToBase16(ch) {
  return ch >= 48 && ch <= 57 ? ch - 48 : ch >= 65 && ch <= 70 ? ch - (65 - 10) : ch >= 97 && ch <= 102 ? ch - (97 - 10) : void 0;
}
function hexToBytes(hex2) {
  if (typeof hex2 !== "string")
    throw new TypeError("hex string expected, got " + typeof hex2);
  if (hasHexBuiltin) {
    try {
      return Uint8Array.fromHex(hex2);
    } catch (error) {
      if (error instanceof SyntaxError)
        throw new RangeError(error.message);
      throw error;
    }
  }
  const hl = hex2.length;
  const al = hl / 2;
  if (hl % 2)
    throw new RangeError("hex string expected, got unpadded hex of length " + hl);
  const array = new Uint8Array(al);
  for (let ai = 0, hi = 0; ai < al; ai++, hi += 2) {
    const n1 = asciiToBase16(hex2.charCodeAt(hi));
    const n2 = asciiToBase16(hex2.charCodeAt(hi + 1));
    if (n1 === void 0 || n2 === void 0) {
      const char = hex2[hi] + hex2[hi + 1];
      throw new RangeError('hex string expected, got non-hex character "' + char + '" at index ' + hi);
    }
    array[ai] = n1 * 16 + n2;
  }
  return array;
}
function concatBytes(...arrays) {
  let sum = 0;
  for (let i = 0; i < arrays.length; i++) {
    const a = arrays[i];
    abytes(a);
    sum += a.length;
  }
  const res = new Uint8Array(sum);
  for (let i = 0, pad = 0; i < arrays.length; i++) {
    const a = arrays[i];
    res.set(a, pad);
    pad += a.length;
  }
  return res;
}
function checkOpts(defaults, opts, title = "opts") {
  aopts(defaults, "defaults");
  if (opts !== void 0)
    aopts(opts, title);
  const merged = Object.assign(/* @__PURE__ */ Object.create(null), defaults, opts);
  return merged;
}
function createHasher(hashCons, info = {}) {
  if (typeof hashCons !== "function")
    throw new TypeError('"hashCons" expected function, got type=' + typeof hashCons);
  info = checkOpts({}, info, "info");
  const hashC = (msg, opts) => hashCons(opts).update(msg).digest();
  const tmp = hashCons(void 0);
  hashC.outputLen = tmp.outputLen;
  hashC.blockLen = tmp.blockLen;
  hashC.canXOF = tmp.canXOF;
  hashC.create = (opts) => hashCons(opts);
  Object.assign(hashC, info);
  return Object.freeze(hashC);
}
function randomBytes(bytesLength = 32) {
  anumber(bytesLength, "bytesLength");
  const cr = typeof globalThis === "object" ? globalThis.crypto : null;
  if (typeof cr?.getRandomValues !== "function")
    throw new Error("crypto.getRandomValues must be defined");
  if (bytesLength > 65536)
    throw new RangeError(`"bytesLength" expected <= 65536, got ${bytesLength}`);
  return cr.getRandomValues(new Uint8Array(bytesLength));
}
var oidNist = (suffix) => ({
  // Current NIST hashAlgs suffixes used here fit in one DER subidentifier octet.
  // Larger suffix values would need base-128 OID encoding and a different length byte.
  oid: Uint8Array.from([6, 9, 96, 134, 72, 1, 101, 3, 4, 2, suffix])
});

// node_modules/@noble/hashes/_md.js
function Chi(a, b, c) {
  return a & b ^ ~a & c;
}
function Maj(a, b, c) {
  return a & b ^ a & c ^ b & c;
}
var HashMD = class {
  blockLen;
  outputLen;
  canXOF = false;
  padOffset;
  isLE;
  // For partial updates less than block size
  buffer;
  view;
  finished = false;
  length = 0;
  pos = 0;
  destroyed = false;
  constructor(blockLen, outputLen, padOffset, isLE2) {
    this.blockLen = blockLen;
    this.outputLen = outputLen;
    this.padOffset = padOffset;
    this.isLE = isLE2;
    this.buffer = new Uint8Array(blockLen);
    this.view = createView(this.buffer);
  }
  update(data) {
    aexists(this);
    abytes(data);
    const { view, buffer, blockLen } = this;
    const len = data.length;
    let processed = false;
    for (let pos = 0; pos < len; ) {
      const take = Math.min(blockLen - this.pos, len - pos);
      if (take === blockLen) {
        const dataView = createView(data);
        for (; blockLen <= len - pos; pos += blockLen)
          this.process(dataView, pos);
        processed = true;
        continue;
      }
      buffer.set(pos === 0 && take === len ? data : data.subarray(pos, pos + take), this.pos);
      this.pos += take;
      pos += take;
      if (this.pos === blockLen) {
        this.process(view, 0);
        this.pos = 0;
        processed = true;
      }
    }
    this.length += data.length;
    if (processed)
      this.roundClean();
    return this;
  }
  digestInto(out) {
    aexists(this);
    aoutput(out, this);
    this.finished = true;
    const { buffer, view, blockLen, isLE: isLE2 } = this;
    let { pos } = this;
    buffer[pos++] = 128;
    buffer.fill(0, pos);
    if (this.padOffset > blockLen - pos) {
      this.process(view, 0);
      buffer.fill(0);
    }
    setU64FromNum(view, blockLen - 8, this.length * 8, isLE2);
    this.process(view, 0);
    this.roundClean();
    const oview = out === buffer ? view : createView(out);
    const len = this.outputLen;
    const outLen = len / 4;
    const state = this.get();
    if (len % 4 || outLen > state.length)
      throw new Error("invalid outputLen");
    for (let i = 0; i < outLen; i++)
      oview.setUint32(4 * i, state[i], isLE2);
  }
  digest() {
    const { buffer, outputLen } = this;
    this.digestInto(buffer);
    const res = buffer.slice(0, outputLen);
    this.destroy();
    return res;
  }
  _cloneIntoMeta(to) {
    const { buffer, length, finished, destroyed: destroyed2, pos } = this;
    to.destroyed = destroyed2;
    to.finished = finished;
    to.length = length;
    to.pos = pos;
    if (pos)
      to.buffer.set(buffer);
    return to;
  }
  clone() {
    return this._cloneInto();
  }
};
var SHA256_IV = /* @__PURE__ */ Uint32Array.from([
  1779033703,
  3144134277,
  1013904242,
  2773480762,
  1359893119,
  2600822924,
  528734635,
  1541459225
]);
var SHA512_IV = /* @__PURE__ */ Uint32Array.from([
  1779033703,
  4089235720,
  3144134277,
  2227873595,
  1013904242,
  4271175723,
  2773480762,
  1595750129,
  1359893119,
  2917565137,
  2600822924,
  725511199,
  528734635,
  4215389547,
  1541459225,
  327033209
]);

// node_modules/@noble/hashes/sha2.js
var SHA256_K = /* @__PURE__ */ Uint32Array.from([
  1116352408,
  1899447441,
  3049323471,
  3921009573,
  961987163,
  1508970993,
  2453635748,
  2870763221,
  3624381080,
  310598401,
  607225278,
  1426881987,
  1925078388,
  2162078206,
  2614888103,
  3248222580,
  3835390401,
  4022224774,
  264347078,
  604807628,
  770255983,
  1249150122,
  1555081692,
  1996064986,
  2554220882,
  2821834349,
  2952996808,
  3210313671,
  3336571891,
  3584528711,
  113926993,
  338241895,
  666307205,
  773529912,
  1294757372,
  1396182291,
  1695183700,
  1986661051,
  2177026350,
  2456956037,
  2730485921,
  2820302411,
  3259730800,
  3345764771,
  3516065817,
  3600352804,
  4094571909,
  275423344,
  430227734,
  506948616,
  659060556,
  883997877,
  958139571,
  1322822218,
  1537002063,
  1747873779,
  1955562222,
  2024104815,
  2227730452,
  2361852424,
  2428436474,
  2756734187,
  3204031479,
  3329325298
]);
var SHA256_W = /* @__PURE__ */ new Uint32Array(64);
var SHA2_32B = class extends HashMD {
  // We cannot use array here since array allows indexing by variable
  // which means optimizer/compiler cannot use registers.
  // Numeric initializers matter: starting the fields as `undefined` changes
  // V8's field representation and makes sha256 3x slower (measured).
  A = 0;
  B = 0;
  C = 0;
  D = 0;
  E = 0;
  F = 0;
  G = 0;
  H = 0;
  constructor(outputLen, IV) {
    super(64, outputLen, 8, false);
    this.A = IV[0] | 0;
    this.B = IV[1] | 0;
    this.C = IV[2] | 0;
    this.D = IV[3] | 0;
    this.E = IV[4] | 0;
    this.F = IV[5] | 0;
    this.G = IV[6] | 0;
    this.H = IV[7] | 0;
  }
  get() {
    const { A, B: B2, C, D: D3, E, F: F2, G, H } = this;
    return [A, B2, C, D3, E, F2, G, H];
  }
  // prettier-ignore
  set(A, B2, C, D3, E, F2, G, H) {
    this.A = A | 0;
    this.B = B2 | 0;
    this.C = C | 0;
    this.D = D3 | 0;
    this.E = E | 0;
    this.F = F2 | 0;
    this.G = G | 0;
    this.H = H | 0;
  }
  _cloneInto(to) {
    (to ||= new this.constructor()).set(...this.get());
    return this._cloneIntoMeta(to);
  }
  process(view, offset) {
    for (let i = 0; i < 16; i++, offset += 4)
      SHA256_W[i] = view.getUint32(offset, false);
    for (let i = 16; i < 64; i++) {
      const W15 = SHA256_W[i - 15];
      const W2 = SHA256_W[i - 2];
      const s0 = rotr(W15, 7) ^ rotr(W15, 18) ^ W15 >>> 3;
      const s1 = rotr(W2, 17) ^ rotr(W2, 19) ^ W2 >>> 10;
      SHA256_W[i] = s1 + SHA256_W[i - 7] + s0 + SHA256_W[i - 16] | 0;
    }
    let { A, B: B2, C, D: D3, E, F: F2, G, H } = this;
    for (let i = 0; i < 64; i++) {
      const sigma1 = rotr(E, 6) ^ rotr(E, 11) ^ rotr(E, 25);
      const T1 = H + sigma1 + Chi(E, F2, G) + SHA256_K[i] + SHA256_W[i] | 0;
      const sigma0 = rotr(A, 2) ^ rotr(A, 13) ^ rotr(A, 22);
      const T2 = sigma0 + Maj(A, B2, C) | 0;
      H = G;
      G = F2;
      F2 = E;
      E = D3 + T1 | 0;
      D3 = C;
      C = B2;
      B2 = A;
      A = T1 + T2 | 0;
    }
    A = A + this.A | 0;
    B2 = B2 + this.B | 0;
    C = C + this.C | 0;
    D3 = D3 + this.D | 0;
    E = E + this.E | 0;
    F2 = F2 + this.F | 0;
    G = G + this.G | 0;
    H = H + this.H | 0;
    this.set(A, B2, C, D3, E, F2, G, H);
  }
  roundClean() {
    clean(SHA256_W);
  }
  destroy() {
    this.destroyed = true;
    this.set(0, 0, 0, 0, 0, 0, 0, 0);
    clean(this.buffer);
  }
};
var _SHA256 = class extends SHA2_32B {
  constructor() {
    super(32, SHA256_IV);
  }
};
var K512 = /* @__PURE__ */ (() => split([
  "0x428a2f98d728ae22",
  "0x7137449123ef65cd",
  "0xb5c0fbcfec4d3b2f",
  "0xe9b5dba58189dbbc",
  "0x3956c25bf348b538",
  "0x59f111f1b605d019",
  "0x923f82a4af194f9b",
  "0xab1c5ed5da6d8118",
  "0xd807aa98a3030242",
  "0x12835b0145706fbe",
  "0x243185be4ee4b28c",
  "0x550c7dc3d5ffb4e2",
  "0x72be5d74f27b896f",
  "0x80deb1fe3b1696b1",
  "0x9bdc06a725c71235",
  "0xc19bf174cf692694",
  "0xe49b69c19ef14ad2",
  "0xefbe4786384f25e3",
  "0x0fc19dc68b8cd5b5",
  "0x240ca1cc77ac9c65",
  "0x2de92c6f592b0275",
  "0x4a7484aa6ea6e483",
  "0x5cb0a9dcbd41fbd4",
  "0x76f988da831153b5",
  "0x983e5152ee66dfab",
  "0xa831c66d2db43210",
  "0xb00327c898fb213f",
  "0xbf597fc7beef0ee4",
  "0xc6e00bf33da88fc2",
  "0xd5a79147930aa725",
  "0x06ca6351e003826f",
  "0x142929670a0e6e70",
  "0x27b70a8546d22ffc",
  "0x2e1b21385c26c926",
  "0x4d2c6dfc5ac42aed",
  "0x53380d139d95b3df",
  "0x650a73548baf63de",
  "0x766a0abb3c77b2a8",
  "0x81c2c92e47edaee6",
  "0x92722c851482353b",
  "0xa2bfe8a14cf10364",
  "0xa81a664bbc423001",
  "0xc24b8b70d0f89791",
  "0xc76c51a30654be30",
  "0xd192e819d6ef5218",
  "0xd69906245565a910",
  "0xf40e35855771202a",
  "0x106aa07032bbd1b8",
  "0x19a4c116b8d2d0c8",
  "0x1e376c085141ab53",
  "0x2748774cdf8eeb99",
  "0x34b0bcb5e19b48a8",
  "0x391c0cb3c5c95a63",
  "0x4ed8aa4ae3418acb",
  "0x5b9cca4f7763e373",
  "0x682e6ff3d6b2b8a3",
  "0x748f82ee5defb2fc",
  "0x78a5636f43172f60",
  "0x84c87814a1f0ab72",
  "0x8cc702081a6439ec",
  "0x90befffa23631e28",
  "0xa4506cebde82bde9",
  "0xbef9a3f7b2c67915",
  "0xc67178f2e372532b",
  "0xca273eceea26619c",
  "0xd186b8c721c0c207",
  "0xeada7dd6cde0eb1e",
  "0xf57d4f7fee6ed178",
  "0x06f067aa72176fba",
  "0x0a637dc5a2c898a6",
  "0x113f9804bef90dae",
  "0x1b710b35131c471b",
  "0x28db77f523047d84",
  "0x32caab7b40c72493",
  "0x3c9ebe0a15c9bebc",
  "0x431d67c49c100d4c",
  "0x4cc5d4becb3e42b6",
  "0x597f299cfc657e2a",
  "0x5fcb6fab3ad6faec",
  "0x6c44198c4a475817"
].map((n) => BigInt(n))))();
var SHA512_Kh = /* @__PURE__ */ (() => K512[0])();
var SHA512_Kl = /* @__PURE__ */ (() => K512[1])();
var SHA512_W_H = /* @__PURE__ */ new Uint32Array(80);
var SHA512_W_L = /* @__PURE__ */ new Uint32Array(80);
var SHA2_64B = class extends HashMD {
  // We cannot use array here since array allows indexing by variable
  // which means optimizer/compiler cannot use registers.
  // h -- high 32 bits, l -- low 32 bits
  // Numeric initializers matter: starting the fields as `undefined` changes
  // V8's field representation and slows hashing down (measured on sha256).
  Ah = 0;
  Al = 0;
  Bh = 0;
  Bl = 0;
  Ch = 0;
  Cl = 0;
  Dh = 0;
  Dl = 0;
  Eh = 0;
  El = 0;
  Fh = 0;
  Fl = 0;
  Gh = 0;
  Gl = 0;
  Hh = 0;
  Hl = 0;
  constructor(outputLen, IV) {
    super(128, outputLen, 16, false);
    this.Ah = IV[0] | 0;
    this.Al = IV[1] | 0;
    this.Bh = IV[2] | 0;
    this.Bl = IV[3] | 0;
    this.Ch = IV[4] | 0;
    this.Cl = IV[5] | 0;
    this.Dh = IV[6] | 0;
    this.Dl = IV[7] | 0;
    this.Eh = IV[8] | 0;
    this.El = IV[9] | 0;
    this.Fh = IV[10] | 0;
    this.Fl = IV[11] | 0;
    this.Gh = IV[12] | 0;
    this.Gl = IV[13] | 0;
    this.Hh = IV[14] | 0;
    this.Hl = IV[15] | 0;
  }
  // prettier-ignore
  get() {
    const { Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl } = this;
    return [Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl];
  }
  // prettier-ignore
  set(Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl) {
    this.Ah = Ah | 0;
    this.Al = Al | 0;
    this.Bh = Bh | 0;
    this.Bl = Bl | 0;
    this.Ch = Ch | 0;
    this.Cl = Cl | 0;
    this.Dh = Dh | 0;
    this.Dl = Dl | 0;
    this.Eh = Eh | 0;
    this.El = El | 0;
    this.Fh = Fh | 0;
    this.Fl = Fl | 0;
    this.Gh = Gh | 0;
    this.Gl = Gl | 0;
    this.Hh = Hh | 0;
    this.Hl = Hl | 0;
  }
  _cloneInto(to) {
    (to ||= new this.constructor()).set(...this.get());
    return this._cloneIntoMeta(to);
  }
  process(view, offset) {
    for (let i = 0; i < 16; i++, offset += 4) {
      SHA512_W_H[i] = view.getUint32(offset);
      SHA512_W_L[i] = view.getUint32(offset += 4);
    }
    for (let i = 16; i < 80; i++) {
      const W15h = SHA512_W_H[i - 15] | 0;
      const W15l = SHA512_W_L[i - 15] | 0;
      const s0h = rotrSH(W15h, W15l, 1) ^ rotrSH(W15h, W15l, 8) ^ shrSH(W15h, W15l, 7);
      const s0l = rotrSL(W15h, W15l, 1) ^ rotrSL(W15h, W15l, 8) ^ shrSL(W15h, W15l, 7);
      const W2h = SHA512_W_H[i - 2] | 0;
      const W2l = SHA512_W_L[i - 2] | 0;
      const s1h = rotrSH(W2h, W2l, 19) ^ rotrBH(W2h, W2l, 61) ^ shrSH(W2h, W2l, 6);
      const s1l = rotrSL(W2h, W2l, 19) ^ rotrBL(W2h, W2l, 61) ^ shrSL(W2h, W2l, 6);
      const SUMl = add4L(s0l, s1l, SHA512_W_L[i - 7], SHA512_W_L[i - 16]);
      const SUMh = add4H(SUMl, s0h, s1h, SHA512_W_H[i - 7], SHA512_W_H[i - 16]);
      SHA512_W_H[i] = SUMh | 0;
      SHA512_W_L[i] = SUMl | 0;
    }
    let { Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl } = this;
    for (let i = 0; i < 80; i++) {
      const sigma1h = rotrSH(Eh, El, 14) ^ rotrSH(Eh, El, 18) ^ rotrBH(Eh, El, 41);
      const sigma1l = rotrSL(Eh, El, 14) ^ rotrSL(Eh, El, 18) ^ rotrBL(Eh, El, 41);
      const CHIh = Eh & Fh ^ ~Eh & Gh;
      const CHIl = El & Fl ^ ~El & Gl;
      const T1ll = add5L(Hl, sigma1l, CHIl, SHA512_Kl[i], SHA512_W_L[i]);
      const T1h = add5H(T1ll, Hh, sigma1h, CHIh, SHA512_Kh[i], SHA512_W_H[i]);
      const T1l = T1ll | 0;
      const sigma0h = rotrSH(Ah, Al, 28) ^ rotrBH(Ah, Al, 34) ^ rotrBH(Ah, Al, 39);
      const sigma0l = rotrSL(Ah, Al, 28) ^ rotrBL(Ah, Al, 34) ^ rotrBL(Ah, Al, 39);
      const MAJh = Ah & Bh ^ Ah & Ch ^ Bh & Ch;
      const MAJl = Al & Bl ^ Al & Cl ^ Bl & Cl;
      Hh = Gh | 0;
      Hl = Gl | 0;
      Gh = Fh | 0;
      Gl = Fl | 0;
      Fh = Eh | 0;
      Fl = El | 0;
      ({ h: Eh, l: El } = add(Dh | 0, Dl | 0, T1h | 0, T1l | 0));
      Dh = Ch | 0;
      Dl = Cl | 0;
      Ch = Bh | 0;
      Cl = Bl | 0;
      Bh = Ah | 0;
      Bl = Al | 0;
      const All = add3L(T1l, sigma0l, MAJl);
      Ah = add3H(All, T1h, sigma0h, MAJh);
      Al = All | 0;
    }
    ({ h: Ah, l: Al } = add(this.Ah | 0, this.Al | 0, Ah | 0, Al | 0));
    ({ h: Bh, l: Bl } = add(this.Bh | 0, this.Bl | 0, Bh | 0, Bl | 0));
    ({ h: Ch, l: Cl } = add(this.Ch | 0, this.Cl | 0, Ch | 0, Cl | 0));
    ({ h: Dh, l: Dl } = add(this.Dh | 0, this.Dl | 0, Dh | 0, Dl | 0));
    ({ h: Eh, l: El } = add(this.Eh | 0, this.El | 0, Eh | 0, El | 0));
    ({ h: Fh, l: Fl } = add(this.Fh | 0, this.Fl | 0, Fh | 0, Fl | 0));
    ({ h: Gh, l: Gl } = add(this.Gh | 0, this.Gl | 0, Gh | 0, Gl | 0));
    ({ h: Hh, l: Hl } = add(this.Hh | 0, this.Hl | 0, Hh | 0, Hl | 0));
    this.set(Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl);
  }
  roundClean() {
    clean(SHA512_W_H, SHA512_W_L);
  }
  destroy() {
    this.destroyed = true;
    clean(this.buffer);
    this.set(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }
};
var _SHA512 = class extends SHA2_64B {
  constructor() {
    super(64, SHA512_IV);
  }
};
var sha256 = /* @__PURE__ */ createHasher(
  () => new _SHA256(),
  /* @__PURE__ */ oidNist(1)
);
var sha512 = /* @__PURE__ */ createHasher(
  () => new _SHA512(),
  /* @__PURE__ */ oidNist(3)
);

// src/bytes.mjs
var HEX = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, "0"));
var BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
var BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
var utf8 = new TextEncoder();
var encodeText = (text2) => utf8.encode(text2);
function hex(bytes2) {
  let text2 = "";
  for (let n = 0; n < bytes2.length; n++) text2 += HEX[bytes2[n]];
  return text2;
}
function unhex(text2) {
  const bytes2 = new Uint8Array(text2.length / 2);
  for (let n = 0; n < bytes2.length; n++) bytes2[n] = parseInt(text2.slice(2 * n, 2 * n + 2), 16);
  return bytes2;
}
function compare(a, b) {
  const length = Math.min(a.length, b.length);
  for (let n = 0; n < length; n++) if (a[n] !== b[n]) return a[n] - b[n];
  return a.length - b.length;
}
var equal = (a, b) => a.length === b.length && compare(a, b) === 0;
function join(...parts) {
  let size2 = 0;
  for (const part2 of parts) size2 += part2.length;
  const whole = new Uint8Array(size2);
  let at2 = 0;
  for (const part2 of parts) {
    whole.set(part2, at2);
    at2 += part2.length;
  }
  return whole;
}
function unspell(text2, alphabet, width) {
  const bytes2 = new Uint8Array(Math.floor(text2.length * width / 8));
  let bits = 0;
  let held = 0;
  let at2 = 0;
  for (const character of text2) {
    const value = alphabet.indexOf(character);
    if (value < 0) return null;
    held = held << width | value;
    bits += width;
    if (bits >= 8) {
      bits -= 8;
      bytes2[at2++] = held >>> bits;
      held &= (1 << bits) - 1;
    }
  }
  return held === 0 && bits < width ? bytes2 : null;
}
function spell(bytes2, alphabet, width) {
  let text2 = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes2) {
    held = held << 8 | byte;
    bits += 8;
    while (bits >= width) {
      bits -= width;
      text2 += alphabet[held >>> bits];
      held &= (1 << bits) - 1;
    }
  }
  return bits > 0 ? text2 + alphabet[held << width - bits] : text2;
}
var fromBase32 = (text2) => unspell(text2, BASE32, 5);
function fromBase64(text2) {
  if (text2.length % 4 !== 0) return null;
  const padding = text2.endsWith("==") ? 2 : text2.endsWith("=") ? 1 : 0;
  return unspell(text2.slice(0, text2.length - padding), BASE64, 6);
}
var base64url = (bytes2) => spell(bytes2, BASE64, 6).replaceAll("+", "-").replaceAll("/", "_");
function fromDecimal(text2, limit) {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text2) || text2.endsWith("\n")) return null;
  const value = Number(text2);
  return value <= limit ? value : null;
}

// src/refusal.mjs
var Refusal = class extends Error {
  // `damaged`: the bytes cannot be read at all (exit 2), as against a statement that does not hold (exit 1).
  constructor(code3, damaged = false) {
    super(code3);
    this.code = code3;
    this.damaged = damaged;
  }
};
function refuse(code3) {
  throw new Refusal(code3);
}
function must(holds, code3) {
  if (!holds) throw new Refusal(code3);
}

// node_modules/@noble/curves/utils.js
function aarray(item, title, inner = () => {
}) {
  if (!Array.isArray(item))
    throw new TypeError(`"${title}" expected array, got type=${typeof item}`);
  for (let i = 0; i < item.length; i++)
    inner(item[i], `${title}[${i}]`);
  return item;
}
var abytes2 = (value, length, title) => abytes(value, length, title);
var anumber2 = anumber;
function astring(value, title = "") {
  if (typeof value !== "string") {
    const prefix = title && `"${title}" `;
    throw new TypeError(prefix + "expected string, got type=" + typeof value);
  }
  return value;
}
function aobject2(value, title = "object") {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new TypeError(title === "object" ? "expected valid options object" : `"${title}" expected object, got type=${typeof value}`);
  return value;
}
function afunction(value, title) {
  if (typeof value !== "function")
    throw new TypeError(`"${title}" is invalid: expected function, got ${typeof value}`);
  return value;
}
var bytesToHex2 = bytesToHex;
var concatBytes2 = (...arrays) => concatBytes(...arrays);
var hexToBytes2 = (hex2) => hexToBytes(hex2);
var isBytes2 = isBytes;
var randomBytes2 = (bytesLength) => randomBytes(bytesLength);
var _0n = /* @__PURE__ */ BigInt(0);
var _1n = /* @__PURE__ */ BigInt(1);
var atitle2 = (title) => title ? `"${title}" ` : "";
function abool2(value, title = "") {
  if (typeof value !== "boolean")
    throw new TypeError(atitle2(title) + "expected boolean, got type=" + typeof value);
  return value;
}
function abignumber(n) {
  if (typeof n === "bigint") {
    if (!isPosBig(n))
      throw new RangeError("positive bigint expected, got " + n);
  } else
    anumber2(n);
  return n;
}
function asafenumber(value, title = "") {
  if (typeof value !== "number") {
    const prefix = title && `"${title}" `;
    throw new TypeError(prefix + "expected number, got type=" + typeof value);
  }
  if (!Number.isSafeInteger(value)) {
    const prefix = title && `"${title}" `;
    throw new RangeError(prefix + "expected safe integer, got " + value);
  }
}
function numberToHexUnpadded(num) {
  const hex2 = abignumber(num).toString(16);
  return hex2.length & 1 ? "0" + hex2 : hex2;
}
function hexToNumber(hex2) {
  if (typeof hex2 !== "string")
    throw new TypeError("hex string expected, got " + typeof hex2);
  return hex2 === "" ? _0n : BigInt("0x" + hex2);
}
function bytesToNumberBE(bytes2) {
  return hexToNumber(bytesToHex(bytes2));
}
function bytesToNumberLE(bytes2) {
  return hexToNumber(bytesToHex(copyBytes(abytes(bytes2)).reverse()));
}
function numberToBytesBE(n, len) {
  anumber(len);
  if (len === 0)
    throw new Error("zero output length is invalid");
  n = abignumber(n);
  const expectedLen = len * 2;
  const hex2 = n.toString(16);
  if (hex2.length > expectedLen)
    throw new RangeError("number is too large");
  return hexToBytes(hex2.padStart(expectedLen, "0"));
}
function numberToBytesLE(n, len) {
  return numberToBytesBE(n, len).reverse();
}
function copyBytes(bytes2) {
  return Uint8Array.from(abytes2(bytes2));
}
function isPosBig(n) {
  return typeof n === "bigint" && _0n <= n;
}
function inRange(n, min, max) {
  return isPosBig(n) && isPosBig(min) && isPosBig(max) && min <= n && n < max;
}
function aInRange(title, n, min, max) {
  if (!inRange(n, min, max))
    throw new RangeError("expected valid " + title + ": " + min + " <= n < " + max + ", got " + n);
}
function bitLen(n) {
  if (n < _0n)
    throw new Error("expected non-negative bigint, got " + n);
  return n === _0n ? 0 : n.toString(2).length;
}
var bitMask = (n) => {
  asafenumber(n, "n");
  return (_1n << BigInt(n)) - _1n;
};
function createHmacDrbg(hashLen, qByteLen, hmacFn) {
  anumber(hashLen, "hashLen");
  anumber(qByteLen, "qByteLen");
  if (typeof hmacFn !== "function")
    throw new TypeError("hmacFn must be a function");
  const u8n = (len) => new Uint8Array(len);
  const NULL = Uint8Array.of();
  const byte0 = Uint8Array.of(0);
  const byte1 = Uint8Array.of(1);
  const _maxDrbgIters = 1e3;
  let v = u8n(hashLen);
  let k = u8n(hashLen);
  let i = 0;
  const reset = () => {
    v.fill(1);
    k.fill(0);
    i = 0;
  };
  const h = (...msgs) => hmacFn(k, concatBytes2(v, ...msgs));
  const reseed = (seed = NULL) => {
    k = h(byte0, seed);
    v = h();
    if (seed.length === 0)
      return;
    k = h(byte1, seed);
    v = h();
  };
  const gen = () => {
    if (i++ >= _maxDrbgIters)
      throw new Error("drbg: tried max amount of iterations");
    let len = 0;
    const out = [];
    while (len < qByteLen) {
      v = h();
      const sl = v.slice();
      out.push(sl);
      len += v.length;
    }
    return concatBytes2(...out);
  };
  const genUntil = (seed, pred) => {
    reset();
    reseed(seed);
    let res = void 0;
    while ((res = pred(gen())) === void 0)
      reseed();
    reset();
    return res;
  };
  return genUntil;
}
function validateObject(object, fields2 = {}, optFields = {}, title = "object") {
  aobject2(object, title);
  aobject2(fields2, "fields");
  aobject2(optFields, "optFields");
  function checkField(fieldName2, expectedType, isOpt) {
    const label2 = title === "object" ? `param "${String(fieldName2)}"` : `"${title}.${String(fieldName2)}"`;
    const val = object[fieldName2];
    if (!Object.hasOwn(object, fieldName2) && (isOpt ? val !== void 0 : expectedType !== "function")) {
      throw new TypeError(`${label2} is invalid: expected own property`);
    }
    if (isOpt && val === void 0)
      return;
    const current = typeof val;
    if (current !== expectedType || val === null)
      throw new TypeError(`${label2} is invalid: expected ${expectedType}, got ${current}`);
  }
  const iter = (f, isOpt) => Object.entries(f).forEach(([k, v]) => checkField(k, v, isOpt));
  iter(fields2, false);
  iter(optFields, true);
}

// node_modules/@noble/curves/abstract/modular.js
var _0n2 = /* @__PURE__ */ BigInt(0);
var _1n2 = /* @__PURE__ */ BigInt(1);
var _2n = /* @__PURE__ */ BigInt(2);
var _3n = /* @__PURE__ */ BigInt(3);
var _4n = /* @__PURE__ */ BigInt(4);
var _5n = /* @__PURE__ */ BigInt(5);
var _7n = /* @__PURE__ */ BigInt(7);
var _8n = /* @__PURE__ */ BigInt(8);
var _9n = /* @__PURE__ */ BigInt(9);
var _15n = /* @__PURE__ */ BigInt(15);
var _16n = /* @__PURE__ */ BigInt(16);
var POW_WINDOWED_MIN = /* @__PURE__ */ BigInt("0x10000000000000000");
function mod(a, b) {
  if (b <= _0n2)
    throw new Error("mod: expected positive modulus, got " + b);
  const result = a % b;
  return result >= _0n2 ? result : b + result;
}
function pow(num, power2, modulo) {
  if (modulo <= _1n2)
    throw new Error("pow: expected modulus > 1, got " + modulo);
  if (typeof power2 !== "bigint")
    throw new TypeError("invalid exponent: expected bigint, got " + typeof power2);
  if (power2 < _0n2)
    throw new Error("invalid exponent, negatives unsupported");
  if (power2 === _0n2)
    return _1n2;
  if (power2 === _1n2)
    return num;
  let d = num % modulo;
  if (d < _0n2)
    d += modulo;
  if (power2 < POW_WINDOWED_MIN) {
    let p2 = _1n2;
    while (power2 > _0n2) {
      if (power2 & _1n2)
        p2 = p2 * d % modulo;
      d = d * d % modulo;
      power2 >>= _1n2;
    }
    return p2;
  }
  const digits = [];
  while (power2 > _0n2) {
    digits.push(Number(power2 & _15n));
    power2 >>= _4n;
  }
  const table = new Array(16);
  table[0] = _1n2;
  table[1] = d;
  for (let i = 2; i < 16; i++)
    table[i] = table[i - 1] * d % modulo;
  let p = table[digits[digits.length - 1]];
  for (let w = digits.length - 2; w >= 0; w--) {
    p = p * p % modulo;
    p = p * p % modulo;
    p = p * p % modulo;
    p = p * p % modulo;
    const digit = digits[w];
    if (digit !== 0)
      p = p * table[digit] % modulo;
  }
  return p;
}
function pow2(x, power2, modulo) {
  if (modulo <= _1n2)
    throw new Error("pow2: expected modulus > 1, got " + modulo);
  if (power2 < _0n2)
    throw new Error("pow2: expected non-negative exponent, got " + power2);
  let res = x;
  while (power2-- > _0n2) {
    res *= res;
    res %= modulo;
  }
  return res;
}
function invert(number2, modulo) {
  if (number2 === _0n2)
    throw new Error("invert: expected non-zero number");
  if (modulo <= _1n2)
    throw new Error("invert: expected modulus > 1, got " + modulo);
  let a = mod(number2, modulo);
  let b = modulo;
  let x = _0n2, u = _1n2;
  while (a !== _0n2) {
    const q = b / a;
    const r = b - a * q;
    const m = x - u * q;
    b = a, a = r, x = u, u = m;
  }
  const gcd = b;
  if (gcd !== _1n2)
    throw new Error("invert: does not exist");
  return mod(x, modulo);
}
function invertCt(a, prime) {
  if (prime <= _1n2)
    throw new Error("invertCt: expected prime modulus > 1, got " + prime);
  const an = mod(a, prime);
  if (an === _0n2)
    throw new Error("invertCt: expected non-zero number");
  const inverse = pow(an, prime - _2n, prime);
  if (mod(an * inverse, prime) !== _1n2)
    throw new Error("invertCt: does not exist");
  return inverse;
}
function assertIsSquare(Fp2, root, n) {
  const F2 = Fp2;
  if (!F2.eql(F2.sqr(root), n))
    throw new Error("Cannot find square root");
}
function aoddModulus(order, fnName) {
  if ((order & _1n2) === _0n2)
    throw new Error(fnName + ": expected odd modulus, got " + order);
}
function sqrt3mod4(Fp2, n) {
  const F2 = Fp2;
  const p1div4 = (F2.ORDER + _1n2) / _4n;
  const root = F2.pow(n, p1div4);
  assertIsSquare(F2, root, n);
  return root;
}
function sqrt5mod8(Fp2, n) {
  const F2 = Fp2;
  const p5div8 = (F2.ORDER - _5n) / _8n;
  const n2 = F2.mul(n, _2n);
  const v = F2.pow(n2, p5div8);
  const nv = F2.mul(n, v);
  const i = F2.mul(F2.mul(nv, _2n), v);
  const root = F2.mul(nv, F2.sub(i, F2.ONE));
  assertIsSquare(F2, root, n);
  return root;
}
function sqrt9mod16(P2) {
  const Fp_ = Field(P2);
  const tn = tonelliShanks(P2);
  const c1 = tn(Fp_, Fp_.neg(Fp_.ONE));
  const c2 = tn(Fp_, c1);
  const c3 = tn(Fp_, Fp_.neg(c1));
  const c4 = (P2 + _7n) / _16n;
  return ((Fp2, n) => {
    const F2 = Fp2;
    let tv1 = F2.pow(n, c4);
    let tv2 = F2.mul(tv1, c1);
    const tv3 = F2.mul(tv1, c2);
    const tv4 = F2.mul(tv1, c3);
    const e1 = F2.eql(F2.sqr(tv2), n);
    const e2 = F2.eql(F2.sqr(tv3), n);
    tv1 = F2.cmov(tv1, tv2, e1);
    tv2 = F2.cmov(tv4, tv3, e2);
    const e3 = F2.eql(F2.sqr(tv2), n);
    const root = F2.cmov(tv1, tv2, e3);
    assertIsSquare(F2, root, n);
    return root;
  });
}
function tonelliShanks(P2) {
  if (P2 < _3n)
    throw new Error("sqrt is not defined for small field");
  aoddModulus(P2, "tonelliShanks");
  let Q2 = P2 - _1n2;
  let S = 0;
  while (Q2 % _2n === _0n2) {
    Q2 /= _2n;
    S++;
  }
  let Z = _2n;
  const _Fp = Field(P2);
  while (FpLegendre(_Fp, Z) === 1) {
    if (Z++ > 1e3)
      throw new Error("Cannot find square root: probably non-prime P");
  }
  if (S === 1)
    return sqrt3mod4;
  let cc = _Fp.pow(Z, Q2);
  const Q1div2 = (Q2 + _1n2) / _2n;
  return function tonelliSlow(Fp2, n) {
    const F2 = Fp2;
    if (F2.is0(n))
      return n;
    if (FpLegendre(F2, n) !== 1)
      throw new Error("Cannot find square root");
    let M = S;
    let c = F2.mul(F2.ONE, cc);
    let t = F2.pow(n, Q2);
    let R = F2.pow(n, Q1div2);
    while (!F2.eql(t, F2.ONE)) {
      if (F2.is0(t))
        throw new Error("Cannot find square root: probably non-prime P");
      let i = 1;
      let t_tmp = F2.sqr(t);
      while (!F2.eql(t_tmp, F2.ONE)) {
        i++;
        t_tmp = F2.sqr(t_tmp);
        if (i === M)
          throw new Error("Cannot find square root");
      }
      const exponent = _1n2 << BigInt(M - i - 1);
      const b = F2.pow(c, exponent);
      M = i;
      c = F2.sqr(b);
      t = F2.mul(t, c);
      R = F2.mul(R, b);
    }
    return R;
  };
}
function FpSqrt(P2) {
  aoddModulus(P2, "Fp.sqrt");
  if (P2 % _4n === _3n)
    return sqrt3mod4;
  if (P2 % _8n === _5n)
    return sqrt5mod8;
  if (P2 % _16n === _9n)
    return sqrt9mod16(P2);
  return tonelliShanks(P2);
}
var isNegativeLE = (num, modulo) => (mod(num, modulo) & _1n2) === _1n2;
var FIELD_FIELDS = [
  "create",
  "isValid",
  "is0",
  "neg",
  "inv",
  "sqrt",
  "sqr",
  "eql",
  "add",
  "sub",
  "mul",
  "pow",
  "div",
  "addN",
  "subN",
  "mulN",
  "sqrN"
];
function validateField(field2) {
  aobject2(field2, "field");
  if (typeof field2.ORDER !== "bigint")
    throw new TypeError('param "ORDER" is invalid: expected bigint, got ' + typeof field2.ORDER);
  asafenumber(field2.BYTES, "BYTES");
  asafenumber(field2.BITS, "BITS");
  for (const name2 of FIELD_FIELDS)
    afunction(field2[name2], "field." + name2);
  if (field2.BYTES < 1 || field2.BITS < 1)
    throw new Error("invalid field: expected BYTES/BITS > 0");
  if (field2.ORDER <= _1n2)
    throw new Error("invalid field: expected ORDER > 1, got " + field2.ORDER);
  return field2;
}
function FpInvertBatch(Fp2, nums, passZero = false) {
  validateField(Fp2);
  aarray(nums, "nums");
  abool2(passZero, "passZero");
  const F2 = Fp2;
  const inverted = new Array(nums.length).fill(passZero ? F2.ZERO : void 0);
  const multipliedAcc = nums.reduce((acc, num, i) => {
    if (F2.is0(num))
      return acc;
    inverted[i] = acc;
    return F2.mul(acc, num);
  }, F2.ONE);
  const invertedAcc = F2.inv(multipliedAcc);
  nums.reduceRight((acc, num, i) => {
    if (F2.is0(num))
      return acc;
    inverted[i] = F2.mul(acc, inverted[i]);
    return F2.mul(acc, num);
  }, invertedAcc);
  return inverted;
}
function FpLegendre(Fp2, n) {
  validateField(Fp2);
  const F2 = Fp2;
  aoddModulus(F2.ORDER, "FpLegendre");
  const p1mod2 = (F2.ORDER - _1n2) / _2n;
  const powered = F2.pow(n, p1mod2);
  const yes2 = F2.eql(powered, F2.ONE);
  const zero = F2.eql(powered, F2.ZERO);
  const no = F2.eql(powered, F2.neg(F2.ONE));
  if (!yes2 && !zero && !no)
    throw new Error("invalid Legendre symbol result");
  return yes2 ? 1 : zero ? 0 : -1;
}
function nLength(n, nBitLength) {
  if (nBitLength !== void 0)
    anumber2(nBitLength);
  if (n <= _0n2)
    throw new Error("invalid n length: expected positive n, got " + n);
  if (nBitLength !== void 0 && nBitLength < 1)
    throw new Error("invalid n length: expected positive bit length, got " + nBitLength);
  const bits = bitLen(n);
  if (nBitLength !== void 0 && nBitLength < bits)
    throw new Error(`invalid n length: expected nBitLength (${nBitLength}) >= bitLen(n) (${bits})`);
  const _nBitLength = nBitLength !== void 0 ? nBitLength : bits;
  const nByteLength = Math.ceil(_nBitLength / 8);
  return { nBitLength: _nBitLength, nByteLength };
}
var FIELD_SQRT = /* @__PURE__ */ new WeakMap();
var _Field = class {
  ORDER;
  BITS;
  BYTES;
  isLE;
  ZERO = _0n2;
  ONE = _1n2;
  _lengths;
  _mod;
  constructor(ORDER, opts = {}) {
    if (ORDER <= _1n2)
      throw new Error("invalid field: expected ORDER > 1, got " + ORDER);
    let _nbitLength = void 0;
    this.isLE = false;
    if (opts != null && typeof opts === "object") {
      if (typeof opts.BITS === "number")
        _nbitLength = opts.BITS;
      if (typeof opts.sqrt === "function")
        Object.defineProperty(this, "sqrt", { value: opts.sqrt, enumerable: true });
      if (typeof opts.isLE === "boolean")
        this.isLE = opts.isLE;
      if (opts.allowedLengths)
        this._lengths = Object.freeze(opts.allowedLengths.slice());
      if (typeof opts.modFromBytes === "boolean")
        this._mod = opts.modFromBytes;
    }
    const { nBitLength, nByteLength } = nLength(ORDER, _nbitLength);
    if (nByteLength > 2048)
      throw new Error("invalid field: expected ORDER of <= 2048 bytes");
    this.ORDER = ORDER;
    this.BITS = nBitLength;
    this.BYTES = nByteLength;
    Object.freeze(this);
  }
  create(num) {
    return mod(num, this.ORDER);
  }
  isValid(num) {
    if (typeof num !== "bigint")
      throw new TypeError("invalid field element: expected bigint, got " + typeof num);
    return _0n2 <= num && num < this.ORDER;
  }
  is0(num) {
    return num === _0n2;
  }
  // is valid and invertible
  isValidNot0(num) {
    return !this.is0(num) && this.isValid(num);
  }
  isOdd(num) {
    return (num & _1n2) === _1n2;
  }
  neg(num) {
    return mod(-num, this.ORDER);
  }
  eql(lhs, rhs) {
    return lhs === rhs;
  }
  sqr(num) {
    return mod(num * num, this.ORDER);
  }
  add(lhs, rhs) {
    return mod(lhs + rhs, this.ORDER);
  }
  sub(lhs, rhs) {
    return mod(lhs - rhs, this.ORDER);
  }
  mul(lhs, rhs) {
    return mod(lhs * rhs, this.ORDER);
  }
  pow(num, power2) {
    return pow(num, power2, this.ORDER);
  }
  div(lhs, rhs) {
    return mod(lhs * invert(rhs, this.ORDER), this.ORDER);
  }
  // Same as above, but doesn't normalize
  sqrN(num) {
    return num * num;
  }
  addN(lhs, rhs) {
    return lhs + rhs;
  }
  subN(lhs, rhs) {
    return lhs - rhs;
  }
  mulN(lhs, rhs) {
    return lhs * rhs;
  }
  inv(num) {
    return invert(num, this.ORDER);
  }
  sqrt(num) {
    let sqrt = FIELD_SQRT.get(this);
    if (!sqrt)
      FIELD_SQRT.set(this, sqrt = FpSqrt(this.ORDER));
    return sqrt(this, num);
  }
  toBytes(num) {
    return this.isLE ? numberToBytesLE(num, this.BYTES) : numberToBytesBE(num, this.BYTES);
  }
  fromBytes(bytes2, skipValidation = false) {
    abytes2(bytes2);
    const { _lengths: allowedLengths, BYTES: BYTES2, isLE: isLE2, ORDER, _mod: modFromBytes } = this;
    if (allowedLengths) {
      if (bytes2.length < 1 || !allowedLengths.includes(bytes2.length) || bytes2.length > BYTES2) {
        throw new Error("Field.fromBytes: expected " + allowedLengths + " bytes, got " + bytes2.length);
      }
      const padded = new Uint8Array(BYTES2);
      padded.set(bytes2, isLE2 ? 0 : padded.length - bytes2.length);
      bytes2 = padded;
    }
    if (bytes2.length !== BYTES2)
      throw new Error("Field.fromBytes: expected " + BYTES2 + " bytes, got " + bytes2.length);
    let scalar = isLE2 ? bytesToNumberLE(bytes2) : bytesToNumberBE(bytes2);
    if (modFromBytes)
      scalar = mod(scalar, ORDER);
    if (!skipValidation) {
      if (!this.isValid(scalar))
        throw new Error("invalid field element: outside of range 0..ORDER");
    }
    return scalar;
  }
  // TODO: we don't need it here, move out to separate fn
  invertBatch(lst) {
    return FpInvertBatch(this, lst, true);
  }
  // We can't move this out because Fp6, Fp12 implement it
  // and it's unclear what to return in there.
  cmov(a, b, condition) {
    abool2(condition, "condition");
    return condition ? b : a;
  }
};
function Field(ORDER, opts = {}) {
  Object.freeze(_Field.prototype);
  return new _Field(ORDER, opts);
}
function getFieldBytesLength(fieldOrder) {
  if (typeof fieldOrder !== "bigint")
    throw new Error("field order must be bigint");
  if (fieldOrder <= _1n2)
    throw new Error("field order must be greater than 1");
  const bitLength = bitLen(fieldOrder - _1n2);
  return Math.ceil(bitLength / 8);
}
function getMinHashLength(fieldOrder) {
  const length = getFieldBytesLength(fieldOrder);
  return length + Math.ceil(length / 2);
}
function mapHashToField(key2, fieldOrder, isLE2 = false) {
  abytes2(key2);
  const len = key2.length;
  const fieldLen = getFieldBytesLength(fieldOrder);
  const minLen = Math.max(getMinHashLength(fieldOrder), 16);
  if (len < minLen || len > 1024)
    throw new Error("expected " + minLen + "-1024 bytes of input, got " + len);
  const num = isLE2 ? bytesToNumberLE(key2) : bytesToNumberBE(key2);
  const reduced = mod(num, fieldOrder - _1n2) + _1n2;
  return isLE2 ? numberToBytesLE(reduced, fieldLen) : numberToBytesBE(reduced, fieldLen);
}

// node_modules/@noble/curves/abstract/curve.js
var _0n3 = /* @__PURE__ */ BigInt(0);
var _1n3 = /* @__PURE__ */ BigInt(1);
var _4n2 = /* @__PURE__ */ BigInt(4);
var BLIND_BYTES = 16;
var BLIND_BITS = 128;
var FW_WINDOW = 5;
var TABLE_BYTES_MAX = /* @__PURE__ */ (() => 2 ** 31)();
function validatePointCons(Point2) {
  const pc = Point2;
  if (typeof pc !== "function")
    throw new TypeError('"Point" expected constructor, got type=' + typeof Point2);
  afunction(pc.fromAffine, "Point.fromAffine");
  afunction(pc.fromBytes, "Point.fromBytes");
  afunction(pc.fromHex, "Point.fromHex");
  aobject2(pc.BASE, "Point.BASE");
  aobject2(pc.ZERO, "Point.ZERO");
  validateField(pc.Fp);
  validateField(pc.Fn);
}
function normalizeZ(c, points) {
  validatePointCons(c);
  validateMSMPoints(points, c);
  const invertedZs = FpInvertBatch(c.Fp, points.map((p) => p.Z));
  return points.map((p, i) => c.fromAffine(p.toAffine(invertedZs[i])));
}
function validateW(W, bits, min = 1) {
  if (!Number.isSafeInteger(W) || W < min || W > bits)
    throw new Error("invalid window size, expected [" + min + ".." + bits + "], got W=" + W);
}
function validateTableBytes(numPoints, fpBytes) {
  const bytes2 = numPoints * (4 * fpBytes + 128);
  if (bytes2 > TABLE_BYTES_MAX)
    throw new Error("invalid window size: table would need ~" + Math.ceil(bytes2 / 2 ** 20) + " MiB, max " + TABLE_BYTES_MAX / 2 ** 20 + " MiB");
}
function probeRandomBytes(randomBytes4, length) {
  if (randomBytes4 === void 0)
    return void 0;
  afunction(randomBytes4, "randomBytes");
  try {
    const probe = randomBytes4(length);
    if (!isBytes2(probe) || probe.length !== length)
      return void 0;
  } catch {
    return void 0;
  }
  return randomBytes4;
}
function validateMSMPoints(points, c) {
  aarray(points, "points");
  points.forEach((p, i) => {
    if (!(p instanceof c))
      throw new Error("invalid point at index " + i);
  });
}
function validateMSMScalars(scalars, field2, maxScalar) {
  if (!Array.isArray(scalars))
    throw new Error("array of scalars expected");
  scalars.forEach((s, i) => {
    const ok = maxScalar === void 0 ? field2.isValid(s) : isPosBig(s) && s < maxScalar;
    if (!ok)
      throw new Error("invalid scalar at index " + i);
  });
}
var pointWindowSizes = /* @__PURE__ */ new WeakMap();
function getWindowSize(P2) {
  return pointWindowSizes.get(P2) || 1;
}
function oddMultiples(p, size2) {
  const dbl = p.double();
  const t = [p];
  for (let j = 1; j < size2; j++)
    t.push(t[j - 1].add(dbl));
  return t;
}
function wnafDigits(n, W) {
  const size2 = 2 ** W;
  const half2 = size2 / 2;
  const mask = BigInt(size2 - 1);
  const d = [];
  while (n > _0n3) {
    let w = 0;
    if (n & _1n3) {
      w = Number(n & mask);
      if (w >= half2)
        w -= size2;
      n -= BigInt(w);
    }
    d.push(w);
    n >>= _1n3;
  }
  return d;
}
function signedWindowDigits(n, W, windows) {
  const size2 = 2 ** W;
  const half2 = size2 / 2;
  const mask = BigInt(size2 - 1);
  const shiftBy = BigInt(W);
  const d = [];
  for (let w = 0; w < windows; w++) {
    let v = Number(n & mask);
    n >>= shiftBy;
    if (v > half2) {
      v -= size2;
      n += _1n3;
    }
    d.push(v);
  }
  if (n !== _0n3)
    throw new Error("invalid wnaf");
  return d;
}
function wnafWalk(zero, tables, digits) {
  let max = 0;
  for (const d of digits)
    max = Math.max(max, d.length);
  let acc = zero;
  for (let bit = max - 1; bit >= 0; bit--) {
    if (bit !== max - 1)
      acc = acc.double();
    for (let i = 0; i < digits.length; i++) {
      const w = digits[i][bit];
      if (w) {
        const item = tables[i][Math.abs(w) - 1 >> 1];
        acc = acc.add(w < 0 ? item.negate() : item);
      }
    }
  }
  return acc;
}
var ScalarMultiplier = class {
  Point;
  BASE;
  ZERO;
  randomBytes;
  wnafPrecomputes = /* @__PURE__ */ new WeakMap();
  baseCanBeBlinded;
  bits;
  // Parametrized with a given Point class (not individual point)
  constructor(Point2, randomBytes4) {
    validatePointCons(Point2);
    this.randomBytes = probeRandomBytes(randomBytes4, BLIND_BYTES);
    this.Point = Point2;
    this.BASE = Point2.BASE;
    this.ZERO = Point2.ZERO;
    this.bits = Point2.Fn.BITS;
  }
  /**
   * Creates a signed fixed-window wNAF precomputation table: for every window w, the
   * multiples `[1..2^(W−1)]⋅2^(w⋅W)⋅P`, flattened. All doublings are baked into the table,
   * so cached multiplication is additions-only. `windows = ceil(bits/W) + 1`: the extra
   * window absorbs the final carry of signed-digit recoding.
   * For a 256-bit curve and W=6, the table is 44⋅32 = 1408 points.
   * @param point - Point instance
   * @param W - window size
   * @param bits - scalar bitlength the table must cover
   */
  buildWnafTable(point, W, bits) {
    const windows = Math.ceil(bits / W) + 1;
    const half2 = 2 ** (W - 1);
    const comp = [];
    let base = point;
    for (let w = 0; w < windows; w++) {
      let acc = base;
      for (let i = 0; i < half2; i++) {
        comp.push(acc);
        acc = acc.add(base);
      }
      base = comp[comp.length - 1].double();
    }
    return { W, bits, windows, comp };
  }
  /**
   * Implements ec multiplication using precomputed signed fixed-window wNAF tables.
   * Constant-time: fixed window count with one table addition per window — zero digits feed
   * the fake accumulator — and no doublings; the lookup scans the whole window slice.
   * Scalar bounds are validated by the public entry points ({@link ScalarMultiplier.mulCT},
   * {@link ScalarMultiplier.mulCTBlinded}, {@link ScalarMultiplier.mulUnsafe});
   * signedWindowDigits throws if `n` exceeds the table.
   * @returns real and fake (for const-time) points
   */
  wnafCachedCT(precomputes, n) {
    const { W, windows, comp } = precomputes;
    const half2 = 2 ** (W - 1);
    const digits = signedWindowDigits(n, W, windows);
    let p = this.ZERO;
    let f = this.BASE;
    for (let w = 0; w < windows; w++) {
      const digit = digits[w];
      const start = w * half2;
      const idx = Math.abs(digit) - 1;
      let sel = comp[start];
      for (let i = 1; i < half2; i++)
        sel = i === idx ? comp[start + i] : sel;
      const neg = sel.negate();
      if (digit === 0)
        f = f.add(comp[start]);
      else
        p = p.add(digit < 0 ? neg : sel);
    }
    return { p, f };
  }
  // Cache key is point identity plus (W, bits); at most two entries exist per point (public-width
  // `Fn.BITS` and blinded `Fn.BITS + BLIND_BITS`). Callers must not reuse the same point with
  // incompatible `transform(...)` layouts and expect a separate cache entry.
  getWnafPrecomputes(W, point, bits, transform) {
    let entries = this.wnafPrecomputes.get(point);
    let comp = entries?.find((entry) => entry.W === W && entry.bits === bits);
    if (!comp) {
      comp = this.buildWnafTable(point, W, bits);
      if (typeof transform === "function")
        comp = { ...comp, comp: transform(comp.comp) };
      if (!entries) {
        entries = [];
        this.wnafPrecomputes.set(point, entries);
      }
      entries.push(comp);
    }
    return comp;
  }
  assertPoint(point) {
    if (!(point instanceof this.Point))
      throw new TypeError('"point" expected Point instance, got type=' + typeof point);
  }
  // Shared prologue of the constant-time entry points. Rejects scalar 0: in key/signature-style
  // callers a zero scalar means broken upstream plumbing, and concrete Points already reject it.
  // Uses inRange instead of Fn.isValidNot0: validateField() only certifies the arithmetic subset.
  validateMulInput(point, scalar) {
    this.assertPoint(point);
    if (!inRange(scalar, _1n3, this.Point.Fn.ORDER))
      throw new Error("invalid scalar");
  }
  // Constant-time dispatch shared by mulCT / mulCTBlinded. Un-precomputed points (W===1, e.g.
  // ECDH peer keys) skip building a throwaway cached table in favor of a small fixed-window
  // multiply. `n` must be < 2^bits.
  runCT(point, n, bits, transform) {
    const W = getWindowSize(point);
    if (W === 1)
      return this.fixedWindowCT(point, n, bits);
    return this.wnafCachedCT(this.getWnafPrecomputes(W, point, bits, transform), n);
  }
  mulCT(point, scalar, transform) {
    this.validateMulInput(point, scalar);
    return this.runCT(point, scalar, this.bits, transform);
  }
  mulCTBlinded(point, scalar, transform) {
    this.validateMulInput(point, scalar);
    if (this.randomBytes === void 0)
      throw new Error("randomBytes is required for scalar blinding");
    const bits = this.Point.Fn.BITS + BLIND_BITS;
    const blind = this.randomBytes(BLIND_BYTES);
    if (!isBytes2(blind) || blind.length !== BLIND_BYTES)
      throw new Error("randomBytes returned invalid byte array");
    blind[0] = blind[0] & 63 | 128;
    const n = scalar + bytesToNumberBE(blind) * this.Point.Fn.ORDER;
    return this.runCT(point, n, bits, transform);
  }
  /**
   * Constant-time multiplication `n*point` for an un-precomputed point, via a small fixed window.
   * A cached wNAF table only pays off when reused; a flat 2^FW_WINDOW table (`size-1` adds) is
   * far cheaper to build for a single use. The point-operation sequence is independent of `n`:
   * build the table, then per window exactly FW_WINDOW doublings, a data-oblivious scan over
   * every table entry, and one addition (adds the identity when the window digit is 0 — never
   * skipped).
   *
   * `n` must be `< 2^bits`. Assumes complete addition (adding the identity costs the same as any
   * add), which holds for the Weierstrass/Edwards point types used here. The table is left in
   * projective form (no normalizeZ): normalizing this small a table costs more than the
   * mixed-add savings it would buy for a single multiply.
   * @returns real point `p`; `f` duplicates it only to match {@link wnafCachedCT}'s return shape
   * (this path needs no fake accumulator — its op-count is already scalar-independent).
   */
  fixedWindowCT(point, n, bits) {
    const W = FW_WINDOW;
    const size2 = 1 << W;
    const mask = bitMask(W);
    const table = new Array(size2);
    table[0] = this.ZERO;
    for (let i = 1; i < size2; i++)
      table[i] = table[i - 1].add(point);
    const windows = Math.ceil(bits / W);
    let acc = this.ZERO;
    for (let window = windows - 1; window >= 0; window--) {
      if (window !== windows - 1)
        for (let d = 0; d < W; d++)
          acc = acc.double();
      const digit = Number(n >> BigInt(window * W) & mask);
      let sel = table[0];
      for (let i = 1; i < size2; i++)
        sel = i === digit ? table[i] : sel;
      acc = acc.add(sel);
    }
    return { p: acc, f: acc };
  }
  shouldBlind(point, cofactor) {
    if (this.randomBytes === void 0)
      return false;
    if (cofactor === _1n3)
      return true;
    if (point !== this.BASE)
      return false;
    if (this.baseCanBeBlinded === void 0)
      this.baseCanBeBlinded = this.mulUnsafe(this.BASE, this.Point.Fn.ORDER).is0();
    return this.baseCanBeBlinded;
  }
  mulSecret(point, scalar, cofactor, transform) {
    return this.shouldBlind(point, cofactor) ? this.mulCTBlinded(point, scalar, transform) : this.mulCT(point, scalar, transform);
  }
  mulUnsafe(point, scalar, transform) {
    this.assertPoint(point);
    if (!isPosBig(scalar))
      throw new Error("invalid scalar");
    const W = getWindowSize(point);
    if (W === 1 || scalar >= this.Point.Fn.ORDER)
      return mulAddUnsafe(this.Point, [point], [scalar], true);
    const precomputes = this.getWnafPrecomputes(W, point, this.bits, transform);
    return this.wnafCachedCT(precomputes, scalar).p;
  }
  // Remembers the window size used for precomputed wNAF multiplication of the given point
  // and drops any previously built tables. Usually only the base point is precomputed.
  // W=1 resets the point to the un-precomputed (table-less) paths.
  // W is additionally capped so tables stay under ~2 GiB ({@link TABLE_BYTES_MAX}).
  setWindowSize(point, W) {
    this.assertPoint(point);
    validateW(W, this.bits);
    const windows = Math.ceil((this.bits + BLIND_BITS) / W) + 1;
    validateTableBytes(windows * 2 ** (W - 1), this.Point.Fp.BYTES);
    pointWindowSizes.set(point, W);
    this.wnafPrecomputes.delete(point);
  }
  // True when a window size is set: tables themselves are built lazily on first multiply.
  hasWindowSize(point) {
    return getWindowSize(point) !== 1;
  }
};
function mulAddUnsafe(c, points, scalars, allowOversized = false) {
  validatePointCons(c);
  validateMSMPoints(points, c);
  abool2(allowOversized, "allowOversized");
  validateMSMScalars(scalars, c.Fn, allowOversized ? c.Fn.ORDER ** _4n2 : void 0);
  if (points.length !== scalars.length)
    throw new Error("arrays of points and scalars must have equal length");
  const tables = points.map((p) => oddMultiples(p, 4));
  const digits = scalars.map((n) => wnafDigits(n, 4));
  return wnafWalk(c.ZERO, tables, digits);
}
function createField(order, field2, isLE2) {
  if (field2) {
    if (field2.ORDER !== order)
      throw new Error("Field.ORDER must match order: Fp == p, Fn == n");
    validateField(field2);
    return field2;
  } else {
    return Field(order, { isLE: isLE2 });
  }
}
function createCurveFields(type, CURVE, curveOpts = {}, FpFnLE) {
  if (type !== "weierstrass" && type !== "edwards")
    throw new Error('expected curve type "weierstrass" or "edwards"');
  if (FpFnLE === void 0)
    FpFnLE = type === "edwards";
  if (!CURVE || typeof CURVE !== "object")
    throw new Error(`expected valid ${type} CURVE object`);
  validateObject(curveOpts);
  for (const p of ["p", "n", "h"]) {
    const val = CURVE[p];
    if (!(isPosBig(val) && val !== _0n3))
      throw new Error(`CURVE.${p} must be positive bigint`);
  }
  const Fp2 = createField(CURVE.p, curveOpts.Fp, FpFnLE);
  const Fn = createField(CURVE.n, curveOpts.Fn, FpFnLE);
  const _b = type === "weierstrass" ? "b" : "d";
  const params = ["Gx", "Gy", "a", _b];
  for (const p of params) {
    if (!Fp2.isValid(CURVE[p]))
      throw new Error(`CURVE.${p} must be valid field element of CURVE.Fp`);
  }
  CURVE = Object.freeze(Object.assign({}, CURVE));
  return { CURVE, Fp: Fp2, Fn };
}
function createKeygen(randomSecretKey, getPublicKey) {
  return function keygen(seed) {
    const secretKey = randomSecretKey(seed);
    return { secretKey, publicKey: getPublicKey(secretKey) };
  };
}

// node_modules/@noble/curves/abstract/fft.js
function checkU32(n, title = "n") {
  if (typeof n !== "number")
    throw new TypeError(`wrong u32 integer "${title}": expected number, got type=${typeof n}`);
  if (!Number.isSafeInteger(n) || n < 0 || n > 4294967295)
    throw new RangeError(`wrong u32 integer "${title}": expected 0..4294967295, got ${n}`);
  return n;
}
function isPowerOfTwo(x) {
  checkU32(x, "x");
  return (x & x - 1) === 0 && x !== 0;
}
function reverseBits(n, bits) {
  checkU32(n);
  if (typeof bits !== "number")
    throw new TypeError('"bits" expected number, got type=' + typeof bits);
  if (!Number.isSafeInteger(bits) || bits < 0 || bits > 32)
    throw new Error(`expected integer 0 <= bits <= 32, got ${bits}`);
  let reversed = 0;
  for (let i = 0; i < bits; i++, n >>>= 1)
    reversed = reversed << 1 | n & 1;
  return reversed >>> 0;
}
function log2(n) {
  checkU32(n);
  return 31 - Math.clz32(n);
}
function bitReversalInplace(values) {
  if (!values || typeof values !== "object" || typeof values.length !== "number")
    throw new TypeError('"values" expected array-like, got type=' + typeof values);
  const n = values.length;
  if (!isPowerOfTwo(n))
    throw new Error("expected positive power-of-two length, got " + n);
  const bits = log2(n);
  for (let i = 0; i < n; i++) {
    const j = reverseBits(i, bits);
    if (i < j) {
      const tmp = values[i];
      values[i] = values[j];
      values[j] = tmp;
    }
  }
  return values;
}
var FFTCore = (F2, coreOpts) => {
  validateObject(coreOpts, { N: "number", roots: "object", dit: "boolean" }, { invertButterflies: "boolean", skipStages: "number", brp: "boolean" }, "coreOpts");
  const { N: N2, roots, dit, invertButterflies = false, skipStages = 0, brp = true } = coreOpts;
  checkU32(N2, "coreOpts.N");
  const bits = log2(N2);
  if (!isPowerOfTwo(N2))
    throw new Error("FFT: Polynomial size should be power of two");
  checkU32(skipStages, "coreOpts.skipStages");
  const maxSkipStages = bits === 0 ? 0 : bits - 1;
  if (skipStages > maxSkipStages)
    throw new Error(`FFT: wrong skipStages: expected 0 <= skipStages <= ${maxSkipStages}`);
  if (roots.length !== N2)
    throw new Error(`FFT: wrong roots length: expected ${N2}, got ${roots.length}`);
  const isDit = dit !== invertButterflies;
  return (values) => {
    if (values.length !== N2)
      throw new Error("FFT: wrong Polynomial length");
    if (dit && brp)
      bitReversalInplace(values);
    for (let i = 0, g = 1; i < bits - skipStages; i++) {
      const s = dit ? i + 1 + skipStages : bits - i;
      const m = 1 << s;
      const m2 = m >> 1;
      const stride = N2 >> s;
      for (let k = 0; k < N2; k += m) {
        for (let j = 0, grp = g++; j < m2; j++) {
          const rootPos = invertButterflies ? dit ? N2 - grp : grp : j * stride;
          const i0 = k + j;
          const i1 = k + j + m2;
          const omega = roots[rootPos];
          const b = values[i1];
          const a = values[i0];
          if (isDit) {
            const t = F2.mul(b, omega);
            values[i0] = F2.add(a, t);
            values[i1] = F2.sub(a, t);
          } else if (invertButterflies) {
            values[i0] = F2.add(b, a);
            values[i1] = F2.mul(F2.sub(b, a), omega);
          } else {
            values[i0] = F2.add(a, b);
            values[i1] = F2.mul(F2.sub(a, b), omega);
          }
        }
      }
    }
    if (!dit && brp)
      bitReversalInplace(values);
    return values;
  };
};

// node_modules/@noble/hashes/hmac.js
var _HMAC = class {
  oHash;
  iHash;
  blockLen;
  outputLen;
  canXOF = false;
  finished = false;
  destroyed = false;
  constructor(hash, key2) {
    ahash(hash);
    abytes(key2, void 0, "key");
    this.iHash = hash.create();
    if (typeof this.iHash.update !== "function")
      throw new Error("expected Hash instance");
    this.blockLen = this.iHash.blockLen;
    this.outputLen = this.iHash.outputLen;
    const blockLen = this.blockLen;
    const pad = new Uint8Array(blockLen);
    pad.set(key2.length > blockLen ? hash.create().update(key2).digest() : key2);
    for (let i = 0; i < pad.length; i++)
      pad[i] ^= 54;
    this.iHash.update(pad);
    this.oHash = hash.create();
    for (let i = 0; i < pad.length; i++)
      pad[i] ^= 54 ^ 92;
    this.oHash.update(pad);
    clean(pad);
  }
  update(buf) {
    aexists(this);
    this.iHash.update(buf);
    return this;
  }
  digestInto(out) {
    aexists(this);
    aoutput(out, this);
    this.finished = true;
    const buf = out.subarray(0, this.outputLen);
    this.iHash.digestInto(buf);
    this.oHash.update(buf);
    this.oHash.digestInto(buf);
    this.destroy();
  }
  digest() {
    const out = new Uint8Array(this.oHash.outputLen);
    this.digestInto(out);
    return out;
  }
  _cloneInto(to) {
    to ||= Object.create(Object.getPrototypeOf(this), {});
    const { oHash, iHash, finished, destroyed: destroyed2, blockLen, outputLen, canXOF } = this;
    to = to;
    to.finished = finished;
    to.destroyed = destroyed2;
    to.blockLen = blockLen;
    to.outputLen = outputLen;
    to.canXOF = canXOF;
    to.oHash = oHash._cloneInto(to.oHash);
    to.iHash = iHash._cloneInto(to.iHash);
    return to;
  }
  clone() {
    return this._cloneInto();
  }
  destroy() {
    this.destroyed = true;
    this.oHash.destroy();
    this.iHash.destroy();
  }
};
var hmac = /* @__PURE__ */ (() => {
  const hmac_ = ((hash, key2, message) => new _HMAC(hash, key2).update(message).digest());
  hmac_.create = (hash, key2) => new _HMAC(hash, key2);
  return hmac_;
})();

// node_modules/@noble/curves/abstract/der.js
var _0n4 = /* @__PURE__ */ BigInt(0);
var DERErr = class extends Error {
  constructor(m = "") {
    super(m);
  }
};
var _DER = {
  // asn.1 DER encoding utils
  Err: DERErr,
  // Basic building block is TLV (Tag-Length-Value)
  _tlv: {
    encode: (tag, data) => {
      const { Err: E } = _DER;
      asafenumber(tag, "tag");
      if (tag < 0 || tag > 255)
        throw new E("tlv.encode: wrong tag");
      astring(data, "data");
      if (data.length & 1)
        throw new E("tlv.encode: unpadded data");
      const dataLen = data.length / 2;
      const len = numberToHexUnpadded(dataLen);
      if (len.length / 2 & 128)
        throw new E("tlv.encode: long form length too big");
      const lenLen = dataLen > 127 ? numberToHexUnpadded(len.length / 2 | 128) : "";
      const t = numberToHexUnpadded(tag);
      return t + lenLen + len + data;
    },
    // v - value, l - left bytes (unparsed)
    decode(tag, data) {
      const { Err: E } = _DER;
      data = abytes2(data, void 0, "DER data");
      let pos = 0;
      if (tag < 0 || tag > 255)
        throw new E("tlv.decode: wrong tag");
      if (data.length < 2 || data[pos++] !== tag)
        throw new E("tlv.decode: wrong tlv");
      const first = data[pos++];
      const isLong = !!(first & 128);
      let length = 0;
      if (!isLong)
        length = first;
      else {
        const lenLen = first & 127;
        if (!lenLen)
          throw new E("tlv.decode(long): indefinite length not supported");
        if (lenLen > 4)
          throw new E("tlv.decode(long): byte length is too big");
        const lengthBytes = data.subarray(pos, pos + lenLen);
        if (lengthBytes.length !== lenLen)
          throw new E("tlv.decode: length bytes not complete");
        if (lengthBytes[0] === 0)
          throw new E("tlv.decode(long): zero leftmost byte");
        for (const b of lengthBytes)
          length = length << 8 | b;
        pos += lenLen;
        if (length < 128)
          throw new E("tlv.decode(long): not minimal encoding");
      }
      const v = data.subarray(pos, pos + length);
      if (v.length !== length)
        throw new E("tlv.decode: wrong value length");
      return { v, l: data.subarray(pos + length) };
    }
  },
  // https://crypto.stackexchange.com/a/57734 Leftmost bit of first byte is 'negative' flag,
  // since we always use positive integers here. It must always be empty:
  // - add zero byte if exists
  // - if next byte doesn't have a flag, leading zero is not allowed (minimal encoding)
  _int: {
    encode(num) {
      const { Err: E } = _DER;
      abignumber(num);
      if (num < _0n4)
        throw new E("integer: negative integers are not allowed");
      let hex2 = numberToHexUnpadded(num);
      if (Number.parseInt(hex2[0], 16) & 8)
        hex2 = "00" + hex2;
      if (hex2.length & 1)
        throw new E("unexpected DER parsing assertion: unpadded hex");
      return hex2;
    },
    decode(data) {
      const { Err: E } = _DER;
      if (data.length < 1)
        throw new E("invalid signature integer: empty");
      if (data[0] & 128)
        throw new E("invalid signature integer: negative");
      if (data.length > 1 && data[0] === 0 && !(data[1] & 128))
        throw new E("invalid signature integer: unnecessary leading zero");
      return bytesToNumberBE(data);
    }
  },
  toSig(bytes2, maxScalarBytes) {
    const { Err: E, _int: int2, _tlv: tlv } = _DER;
    if (maxScalarBytes !== void 0) {
      asafenumber(maxScalarBytes, "maxScalarBytes");
      if (maxScalarBytes < 1)
        throw new E("invalid signature: maxScalarBytes must be positive");
    }
    const data = abytes2(bytes2, void 0, "signature");
    const { v: seqBytes, l: seqLeftBytes } = tlv.decode(48, data);
    if (seqLeftBytes.length)
      throw new E("invalid signature: left bytes after parsing");
    const { v: rBytes, l: rLeftBytes } = tlv.decode(2, seqBytes);
    const { v: sBytes, l: sLeftBytes } = tlv.decode(2, rLeftBytes);
    if (sLeftBytes.length)
      throw new E("invalid signature: left bytes after parsing");
    if (maxScalarBytes !== void 0 && (rBytes.length > maxScalarBytes || sBytes.length > maxScalarBytes))
      throw new E("invalid signature: integer too large");
    return { r: int2.decode(rBytes), s: int2.decode(sBytes) };
  },
  hexFromSig(sig) {
    const { _tlv: tlv, _int: int2 } = _DER;
    validateObject(sig, { r: "bigint", s: "bigint" }, {}, "sig");
    const rs = tlv.encode(2, int2.encode(sig.r));
    const ss = tlv.encode(2, int2.encode(sig.s));
    const seq = rs + ss;
    return tlv.encode(48, seq);
  }
};
var DER = /* @__PURE__ */ (() => {
  Object.freeze(_DER._tlv);
  Object.freeze(_DER._int);
  return Object.freeze(_DER);
})();

// node_modules/@noble/curves/abstract/weierstrass.js
var divNearest = (num, den) => (num + (num >= 0 ? den : -den) / _2n2) / den;
function _splitEndoScalar(k, basis, n) {
  aInRange("scalar", k, _0n5, n);
  const [[a1, b1], [a2, b2]] = basis;
  const c1 = divNearest(b2 * k, n);
  const c2 = divNearest(-b1 * k, n);
  let k1 = k - c1 * a1 - c2 * a2;
  let k2 = -c1 * b1 - c2 * b2;
  const k1neg = k1 < _0n5;
  const k2neg = k2 < _0n5;
  if (k1neg)
    k1 = -k1;
  if (k2neg)
    k2 = -k2;
  const MAX_NUM = bitMask(Math.ceil(bitLen(n) / 2)) + _1n4;
  if (k1 < _0n5 || k1 >= MAX_NUM || k2 < _0n5 || k2 >= MAX_NUM) {
    throw new Error("splitScalar (endomorphism): failed for k");
  }
  return { k1neg, k1, k2neg, k2 };
}
function validateSigFormat(format) {
  if (!["compact", "recovered", "der"].includes(format))
    throw new Error('Signature format must be "compact", "recovered", or "der"');
  return format;
}
function validateSigOpts(opts, def) {
  validateObject(opts);
  const optsn = {};
  for (let optName of Object.keys(def)) {
    optsn[optName] = opts[optName] === void 0 ? def[optName] : opts[optName];
  }
  abool2(optsn.lowS, "lowS");
  abool2(optsn.prehash, "prehash");
  if (optsn.format !== void 0)
    validateSigFormat(optsn.format);
  return optsn;
}
var _0n5 = /* @__PURE__ */ BigInt(0);
var _1n4 = /* @__PURE__ */ BigInt(1);
var _2n2 = /* @__PURE__ */ BigInt(2);
var _3n2 = /* @__PURE__ */ BigInt(3);
var _4n3 = /* @__PURE__ */ BigInt(4);
function weierstrass(params, extraOpts = {}) {
  const validated = createCurveFields("weierstrass", params, extraOpts);
  const Fp2 = validated.Fp;
  const Fn = validated.Fn;
  let CURVE = validated.CURVE;
  const { h: cofactor, n: CURVE_ORDER } = CURVE;
  validateObject(extraOpts, {}, {
    allowInfinityPoint: "boolean",
    clearCofactor: "function",
    isTorsionFree: "function",
    fromBytes: "function",
    toBytes: "function",
    endo: "object",
    randomBytes: "function"
  });
  const { endo: endoOpts, allowInfinityPoint, clearCofactor, isTorsionFree, fromBytes, toBytes } = extraOpts;
  const randomBytes4 = extraOpts.randomBytes === void 0 ? randomBytes2 : extraOpts.randomBytes;
  if (endoOpts) {
    if (!Fp2.is0(CURVE.a) || typeof endoOpts.beta !== "bigint" || !Array.isArray(endoOpts.basises)) {
      throw new Error('invalid endo: expected "beta": bigint and "basises": array');
    }
  }
  const endo = endoOpts ? {
    beta: endoOpts.beta,
    basises: endoOpts.basises.map((basis) => [...basis])
  } : void 0;
  const lengths = getWLengths(Fp2, Fn);
  function assertCompressionIsSupported() {
    if (!Fp2.isOdd)
      throw new Error("compression is not supported: Field does not have .isOdd()");
  }
  function pointToBytes(_c, point, isCompressed) {
    if (point.is0()) {
      if (!allowInfinityPoint)
        throw new Error("bad point: ZERO");
      return Uint8Array.of(0);
    }
    const { x, y } = point.toAffine();
    const bx = Fp2.toBytes(x);
    abool2(isCompressed, "isCompressed");
    if (isCompressed) {
      assertCompressionIsSupported();
      const hasEvenY = !Fp2.isOdd(y);
      return concatBytes2(pprefix(hasEvenY), bx);
    } else {
      return concatBytes2(Uint8Array.of(4), bx, Fp2.toBytes(y));
    }
  }
  function pointFromBytes(bytes2) {
    abytes2(bytes2, void 0, "Point");
    const { publicKey: comp, publicKeyUncompressed: uncomp } = lengths;
    const length = bytes2.length;
    const head2 = bytes2[0];
    const tail = bytes2.subarray(1);
    if (allowInfinityPoint && length === 1 && head2 === 0)
      return { x: Fp2.ZERO, y: Fp2.ZERO };
    if (length === comp && (head2 === 2 || head2 === 3)) {
      const x = Fp2.fromBytes(tail);
      if (!Fp2.isValid(x))
        throw new Error("bad point: is not on curve, wrong x");
      const y2 = weierstrassEquation(x);
      let y;
      try {
        y = Fp2.sqrt(y2);
      } catch (sqrtError) {
        const err = sqrtError instanceof Error ? ": " + sqrtError.message : "";
        throw new Error("bad point: is not on curve, sqrt error" + err);
      }
      assertCompressionIsSupported();
      const evenY = Fp2.isOdd(y);
      const evenH = (head2 & 1) === 1;
      if (evenH !== evenY)
        y = Fp2.neg(y);
      return { x, y };
    } else if (length === uncomp && head2 === 4) {
      const L2 = Fp2.BYTES;
      const x = Fp2.fromBytes(tail.subarray(0, L2));
      const y = Fp2.fromBytes(tail.subarray(L2, L2 * 2));
      if (!isValidXY(x, y))
        throw new Error("bad point: is not on curve");
      return { x, y };
    } else {
      throw new Error(`bad point: got length ${length}, expected compressed=${comp} or uncompressed=${uncomp}`);
    }
  }
  const encodePoint = toBytes === void 0 ? pointToBytes : toBytes;
  const decodePoint = fromBytes === void 0 ? pointFromBytes : fromBytes;
  const b3 = Fp2.mul(CURVE.b, _3n2);
  const mulA = Fp2.is0(CURVE.a) ? (_) => Fp2.ZERO : (x) => Fp2.mul(CURVE.a, x);
  function weierstrassEquation(x) {
    const x2 = Fp2.sqr(x);
    const x3 = Fp2.mul(x2, x);
    return Fp2.add(Fp2.add(x3, Fp2.mul(x, CURVE.a)), CURVE.b);
  }
  function isValidXY(x, y) {
    const left = Fp2.sqr(y);
    const right = weierstrassEquation(x);
    return Fp2.eql(left, right);
  }
  if (!isValidXY(CURVE.Gx, CURVE.Gy))
    throw new Error("bad curve params: generator point");
  const _4a3 = Fp2.mul(Fp2.pow(CURVE.a, _3n2), _4n3);
  const _27b2 = Fp2.mul(Fp2.sqr(CURVE.b), BigInt(27));
  if (Fp2.is0(Fp2.add(_4a3, _27b2)))
    throw new Error("bad curve params: a or b");
  function acoord(title, n, banZero = false) {
    if (!Fp2.isValid(n) || banZero && Fp2.is0(n))
      throw new Error(`bad point coordinate ${title}`);
    return typeof n === "object" && n !== null ? Fp2.create(n) : n;
  }
  function aprjpoint(other) {
    if (!(other instanceof Point2))
      throw new Error("Weierstrass Point expected");
  }
  function splitEndoScalarN(k) {
    if (!endo || !endo.basises)
      throw new Error("no endo");
    return _splitEndoScalar(k, endo.basises, Fn.ORDER);
  }
  function pushWnafPair(points, scalars, p, k) {
    if (!Fn.isValid(k))
      throw new RangeError("invalid scalar: out of range");
    if (endo) {
      const { k1neg, k1, k2neg, k2 } = splitEndoScalarN(k);
      const psi = new Point2(Fp2.mul(p.X, endo.beta), p.Y, p.Z);
      points.push(k1neg ? p.negate() : p, k2neg ? psi.negate() : psi);
      scalars.push(k1, k2);
    } else {
      points.push(p);
      scalars.push(k);
    }
  }
  const validityCache = /* @__PURE__ */ new WeakSet();
  class Point2 {
    static BASE = new Point2(CURVE.Gx, CURVE.Gy, Fp2.ONE);
    static ZERO = new Point2(Fp2.ZERO, Fp2.ONE, Fp2.ZERO);
    static Fp = Fp2;
    static Fn = Fn;
    X;
    Y;
    Z;
    /** Does NOT validate if the point is valid. Use `.assertValidity()`. */
    constructor(X, Y, Z) {
      this.X = acoord("x", X);
      this.Y = acoord("y", Y, true);
      this.Z = acoord("z", Z);
      Object.freeze(this);
    }
    static CURVE() {
      return CURVE;
    }
    /** Does NOT validate if the point is valid. Use `.assertValidity()`. */
    static fromAffine(p) {
      const { x, y } = p || {};
      if (!p || !Fp2.isValid(x) || !Fp2.isValid(y))
        throw new Error("invalid affine point");
      if (p instanceof Point2)
        throw new Error("projective point not allowed");
      if (Fp2.is0(x) && Fp2.is0(y))
        return Point2.ZERO;
      return new Point2(x, y, Fp2.ONE);
    }
    static fromBytes(bytes2) {
      const P2 = Point2.fromAffine(decodePoint(abytes2(bytes2, void 0, "point")));
      P2.assertValidity();
      return P2;
    }
    static fromHex(hex2) {
      return Point2.fromBytes(hexToBytes2(hex2));
    }
    get x() {
      return this.toAffine().x;
    }
    get y() {
      return this.toAffine().y;
    }
    /**
     * @param isLazy - true will defer table computation until the first multiplication
     */
    precompute(windowSize = 6, isLazy = true) {
      wnaf.setWindowSize(this, windowSize);
      if (!isLazy)
        this.multiply(_3n2);
      return this;
    }
    // TODO: return `this`
    /** A point on curve is valid if it conforms to equation. */
    assertValidity() {
      const p = this;
      if (p.is0()) {
        if (allowInfinityPoint && Fp2.is0(p.X) && Fp2.eql(p.Y, Fp2.ONE) && Fp2.is0(p.Z))
          return;
        throw new Error("bad point: ZERO");
      }
      if (validityCache.has(p))
        return;
      const { x, y } = p.toAffine();
      if (!Fp2.isValid(x) || !Fp2.isValid(y))
        throw new Error("bad point: x or y not field elements");
      if (!isValidXY(x, y))
        throw new Error("bad point: equation left != right");
      if (!p.isTorsionFree())
        throw new Error("bad point: not in prime-order subgroup");
      validityCache.add(p);
    }
    hasEvenY() {
      const { y } = this.toAffine();
      if (!Fp2.isOdd)
        throw new Error("Field doesn't support isOdd");
      return !Fp2.isOdd(y);
    }
    /** Compare one point to another. */
    equals(other) {
      aprjpoint(other);
      const { X: X1, Y: Y1, Z: Z1 } = this;
      const { X: X2, Y: Y2, Z: Z2 } = other;
      const U1 = Fp2.eql(Fp2.mul(X1, Z2), Fp2.mul(X2, Z1));
      const U2 = Fp2.eql(Fp2.mul(Y1, Z2), Fp2.mul(Y2, Z1));
      return U1 && U2;
    }
    /** Flips point to one corresponding to (x, -y) in Affine coordinates. */
    negate() {
      return new Point2(this.X, Fp2.neg(this.Y), this.Z);
    }
    // Renes-Costello-Batina exception-free doubling formula.
    // There is 30% faster Jacobian formula, but it is not complete.
    // https://eprint.iacr.org/2015/1060, algorithm 3
    // Cost: 8M + 3S + 3*a + 2*b3 + 15add.
    double() {
      const { X: X1, Y: Y1, Z: Z1 } = this;
      let X3 = Fp2.ZERO, Y3 = Fp2.ZERO, Z3 = Fp2.ZERO;
      let t0 = Fp2.mul(X1, X1);
      let t1 = Fp2.mul(Y1, Y1);
      let t2 = Fp2.mul(Z1, Z1);
      let t3 = Fp2.mul(X1, Y1);
      t3 = Fp2.add(t3, t3);
      Z3 = Fp2.mul(X1, Z1);
      Z3 = Fp2.add(Z3, Z3);
      X3 = mulA(Z3);
      Y3 = Fp2.mul(b3, t2);
      Y3 = Fp2.add(X3, Y3);
      X3 = Fp2.sub(t1, Y3);
      Y3 = Fp2.add(t1, Y3);
      Y3 = Fp2.mul(X3, Y3);
      X3 = Fp2.mul(t3, X3);
      Z3 = Fp2.mul(b3, Z3);
      t2 = mulA(t2);
      t3 = Fp2.sub(t0, t2);
      t3 = mulA(t3);
      t3 = Fp2.add(t3, Z3);
      Z3 = Fp2.add(t0, t0);
      t0 = Fp2.add(Z3, t0);
      t0 = Fp2.add(t0, t2);
      t0 = Fp2.mul(t0, t3);
      Y3 = Fp2.add(Y3, t0);
      t2 = Fp2.mul(Y1, Z1);
      t2 = Fp2.add(t2, t2);
      t0 = Fp2.mul(t2, t3);
      X3 = Fp2.sub(X3, t0);
      Z3 = Fp2.mul(t2, t1);
      Z3 = Fp2.add(Z3, Z3);
      Z3 = Fp2.add(Z3, Z3);
      return new Point2(X3, Y3, Z3);
    }
    // Renes-Costello-Batina exception-free addition formula.
    // There is 30% faster Jacobian formula, but it is not complete.
    // https://eprint.iacr.org/2015/1060, algorithm 1
    // Cost: 12M + 0S + 3*a + 3*b3 + 23add.
    add(other) {
      aprjpoint(other);
      const { X: X1, Y: Y1, Z: Z1 } = this;
      const { X: X2, Y: Y2, Z: Z2 } = other;
      let X3 = Fp2.ZERO, Y3 = Fp2.ZERO, Z3 = Fp2.ZERO;
      let t0 = Fp2.mul(X1, X2);
      let t1 = Fp2.mul(Y1, Y2);
      let t2 = Fp2.mul(Z1, Z2);
      let t3 = Fp2.add(X1, Y1);
      let t4 = Fp2.add(X2, Y2);
      t3 = Fp2.mul(t3, t4);
      t4 = Fp2.add(t0, t1);
      t3 = Fp2.sub(t3, t4);
      t4 = Fp2.add(X1, Z1);
      let t5 = Fp2.add(X2, Z2);
      t4 = Fp2.mul(t4, t5);
      t5 = Fp2.add(t0, t2);
      t4 = Fp2.sub(t4, t5);
      t5 = Fp2.add(Y1, Z1);
      X3 = Fp2.add(Y2, Z2);
      t5 = Fp2.mul(t5, X3);
      X3 = Fp2.add(t1, t2);
      t5 = Fp2.sub(t5, X3);
      Z3 = mulA(t4);
      X3 = Fp2.mul(b3, t2);
      Z3 = Fp2.add(X3, Z3);
      X3 = Fp2.sub(t1, Z3);
      Z3 = Fp2.add(t1, Z3);
      Y3 = Fp2.mul(X3, Z3);
      t1 = Fp2.add(t0, t0);
      t1 = Fp2.add(t1, t0);
      t2 = mulA(t2);
      t4 = Fp2.mul(b3, t4);
      t1 = Fp2.add(t1, t2);
      t2 = Fp2.sub(t0, t2);
      t2 = mulA(t2);
      t4 = Fp2.add(t4, t2);
      t0 = Fp2.mul(t1, t4);
      Y3 = Fp2.add(Y3, t0);
      t0 = Fp2.mul(t5, t4);
      X3 = Fp2.mul(t3, X3);
      X3 = Fp2.sub(X3, t0);
      t0 = Fp2.mul(t3, t1);
      Z3 = Fp2.mul(t5, Z3);
      Z3 = Fp2.add(Z3, t0);
      return new Point2(X3, Y3, Z3);
    }
    subtract(other) {
      aprjpoint(other);
      return this.add(other.negate());
    }
    is0() {
      return this.equals(Point2.ZERO);
    }
    /**
     * Constant time multiplication.
     * Uses precomputed tables (signed fixed-window wNAF) when available.
     * Uses scalar blinding and avoids endomorphism splitting in the secret-scalar path.
     * @param scalar - by which the point would be multiplied
     * @returns New point
     */
    multiply(scalar) {
      if (!Fn.isValidNot0(scalar))
        throw new RangeError("invalid scalar: out of range");
      const { p, f } = wnaf.mulSecret(this, scalar, cofactor, normalize);
      return normalize([p, f])[0];
    }
    /**
     * Non-constant-time multiplication. Uses width-4 wNAF with GLV endomorphism splitting
     * when available (two half-width scalars sharing one halved doubling chain).
     * It's faster, but should only be used when you don't care about
     * an exposed secret key e.g. sig verification, which works over *public* keys.
     */
    multiplyUnsafe(scalar) {
      const p = this;
      const sc = scalar;
      if (!Fn.isValid(sc))
        throw new RangeError("invalid scalar: out of range");
      if (sc === _0n5 || p.is0())
        return Point2.ZERO;
      if (sc === _1n4)
        return p;
      if (wnaf.hasWindowSize(this))
        return wnaf.mulUnsafe(p, sc, normalize);
      const points = [];
      const scalars = [];
      pushWnafPair(points, scalars, p, sc);
      return mulAddUnsafe(Point2, points, scalars);
    }
    /**
     * Non-constant-time double-scalar multiplication `a⋅this + b⋅other` (Strauss–Shamir).
     * Both walks share one doubling chain via {@link mulAddUnsafe}, and GLV endomorphism
     * (when available) halves the chain again by splitting each scalar into two half-width
     * parts. Used by ECDSA verification and public-key recovery for `R = u1⋅G + u2⋅P`.
     * Only for public scalars.
     */
    mulAddUnsafe(a, other, b) {
      aprjpoint(other);
      const points = [];
      const scalars = [];
      pushWnafPair(points, scalars, this, a);
      pushWnafPair(points, scalars, other, b);
      return mulAddUnsafe(Point2, points, scalars);
    }
    /**
     * Converts Projective point to affine (x, y) coordinates.
     * (X, Y, Z) ∋ (x=X/Z, y=Y/Z).
     * @param invertedZ - Z^-1 (inverted zero) - optional, precomputation is useful for invertBatch
     */
    toAffine(invertedZ) {
      const p = this;
      let iz = invertedZ;
      if (iz != null && !Fp2.isValid(iz))
        throw new RangeError('"invertedZ" expected valid field element');
      const { X, Y, Z } = p;
      if (Fp2.eql(Z, Fp2.ONE))
        return { x: X, y: Y };
      const is0 = p.is0();
      if (iz == null)
        iz = is0 ? Fp2.ONE : Fp2.inv(Z);
      const x = Fp2.mul(X, iz);
      const y = Fp2.mul(Y, iz);
      const zz = Fp2.mul(Z, iz);
      if (is0)
        return { x: Fp2.ZERO, y: Fp2.ZERO };
      if (!Fp2.eql(zz, Fp2.ONE))
        throw new Error("invZ was invalid");
      return { x, y };
    }
    /**
     * Checks whether Point is free of torsion elements (is in prime subgroup).
     * Always torsion-free for cofactor=1 curves.
     */
    isTorsionFree() {
      if (cofactor === _1n4)
        return true;
      if (isTorsionFree)
        return isTorsionFree(Point2, this);
      return wnaf.mulUnsafe(this, CURVE_ORDER).is0();
    }
    clearCofactor() {
      if (cofactor === _1n4)
        return this;
      if (clearCofactor)
        return clearCofactor(Point2, this);
      return this.multiplyUnsafe(cofactor);
    }
    isSmallOrder() {
      if (cofactor === _1n4)
        return this.is0();
      return this.clearCofactor().is0();
    }
    toBytes(isCompressed = true) {
      abool2(isCompressed, "isCompressed");
      this.assertValidity();
      return encodePoint(Point2, this, isCompressed);
    }
    toHex(isCompressed = true) {
      return bytesToHex2(this.toBytes(isCompressed));
    }
    toString() {
      return `<Point ${this.is0() ? "ZERO" : this.toHex()}>`;
    }
  }
  const normalize = (points) => normalizeZ(Point2, points);
  const wnaf = new ScalarMultiplier(Point2, randomBytes4);
  if (wnaf.bits >= 6)
    Point2.BASE.precompute(6);
  Object.freeze(Point2.prototype);
  Object.freeze(Point2);
  return Point2;
}
function pprefix(hasEvenY) {
  return Uint8Array.of(hasEvenY ? 2 : 3);
}
function getWLengths(Fp2, Fn) {
  return {
    secretKey: Fn.BYTES,
    publicKey: 1 + Fp2.BYTES,
    publicKeyUncompressed: 1 + 2 * Fp2.BYTES,
    publicKeyHasPrefix: true,
    // Raw compact `(r || s)` signature width; DER and recovered signatures use
    // different lengths outside this helper.
    signature: 2 * Fn.BYTES
  };
}
function ecdh(Point2, ecdhOpts = {}) {
  validatePointCons(Point2);
  const { Fn } = Point2;
  const randomBytes_ = ecdhOpts.randomBytes === void 0 ? randomBytes2 : ecdhOpts.randomBytes;
  const lengths = Object.assign(getWLengths(Point2.Fp, Fn), {
    seed: Math.max(getMinHashLength(Fn.ORDER), 16)
  });
  function isValidSecretKey(secretKey) {
    try {
      const num = Fn.fromBytes(secretKey);
      return Fn.isValidNot0(num);
    } catch (error) {
      return false;
    }
  }
  function isValidPublicKey(publicKey, isCompressed) {
    const { publicKey: comp, publicKeyUncompressed } = lengths;
    try {
      const l = publicKey.length;
      if (isCompressed === true && l !== comp)
        return false;
      if (isCompressed === false && l !== publicKeyUncompressed)
        return false;
      return !Point2.fromBytes(publicKey).is0();
    } catch (error) {
      return false;
    }
  }
  function randomSecretKey(seed) {
    seed = seed === void 0 ? randomBytes_(lengths.seed) : seed;
    return mapHashToField(abytes2(seed, lengths.seed, "seed"), Fn.ORDER);
  }
  function getPublicKey(secretKey, isCompressed = true) {
    return Point2.BASE.multiply(Fn.fromBytes(secretKey)).toBytes(isCompressed);
  }
  function isProbPub(item) {
    const { secretKey, publicKey, publicKeyUncompressed } = lengths;
    const allowedLengths = Fn._lengths;
    if (!isBytes2(item))
      return void 0;
    const l = abytes2(item, void 0, "key").length;
    const isPub = l === publicKey || l === publicKeyUncompressed;
    const isSec = l === secretKey || !!allowedLengths?.includes(l);
    if (isPub && isSec)
      return void 0;
    return isPub;
  }
  function getSharedSecret(secretKeyA, publicKeyB, isCompressed = true) {
    if (isProbPub(secretKeyA) === true)
      throw new Error("first arg must be private key");
    if (isProbPub(publicKeyB) === false)
      throw new Error("second arg must be public key");
    const s = Fn.fromBytes(secretKeyA);
    const b = Point2.fromBytes(publicKeyB);
    if (b.is0())
      throw new Error("invalid public key: point at infinity");
    return b.multiply(s).toBytes(isCompressed);
  }
  const utils = {
    isValidSecretKey,
    isValidPublicKey,
    randomSecretKey
  };
  const keygen = createKeygen(randomSecretKey, getPublicKey);
  Object.freeze(utils);
  Object.freeze(lengths);
  return Object.freeze({ getPublicKey, getSharedSecret, keygen, Point: Point2, utils, lengths });
}
function ecdsa(Point2, hash, ecdsaOpts = {}) {
  validatePointCons(Point2);
  const hash_ = hash;
  ahash(hash_);
  validateObject(ecdsaOpts, {}, {
    hmac: "function",
    lowS: "boolean",
    randomBytes: "function",
    bits2int: "function",
    bits2int_modN: "function"
  });
  const opts = Object.assign({}, ecdsaOpts);
  const randomBytes4 = opts.randomBytes === void 0 ? randomBytes2 : opts.randomBytes;
  const hmac2 = opts.hmac === void 0 ? (key2, msg) => hmac(hash_, key2, msg) : opts.hmac;
  const { Fp: Fp2, Fn } = Point2;
  const { ORDER: CURVE_ORDER, BITS: fnBits } = Fn;
  const blindLength = getMinHashLength(CURVE_ORDER);
  const csprng = probeRandomBytes(randomBytes4, blindLength);
  const { keygen, getPublicKey, getSharedSecret, utils, lengths } = ecdh(Point2, opts);
  const defaultSigOpts = {
    prehash: true,
    lowS: typeof opts.lowS === "boolean" ? opts.lowS : true,
    format: "compact",
    extraEntropy: false
  };
  const hasLargeRecoveryLifts = CURVE_ORDER * _2n2 + _1n4 < Fp2.ORDER;
  function isBiggerThanHalfOrder(number2) {
    const HALF = CURVE_ORDER >> _1n4;
    return number2 > HALF;
  }
  function validateRS(title, num) {
    if (!Fn.isValidNot0(num))
      throw new Error(`invalid signature ${title}: out of range 1..Point.Fn.ORDER`);
    return num;
  }
  function assertFieldSignIsSupported() {
    if (!Fp2.isOdd)
      throw new Error("Field doesn't support isOdd");
  }
  function getRecoveryBit(x, y, r) {
    assertFieldSignIsSupported();
    return (x === r ? 0 : 2) | Number(Fp2.isOdd(y));
  }
  function assertRecoverableCurve() {
    if (hasLargeRecoveryLifts)
      throw new Error('"recovered" sig type is not supported for cofactor >2 curves');
  }
  function validateSigLength(bytes2, format) {
    validateSigFormat(format);
    const size2 = lengths.signature;
    const sizer = format === "compact" ? size2 : format === "recovered" ? size2 + 1 : void 0;
    return abytes2(bytes2, sizer);
  }
  class Signature {
    r;
    s;
    recovery;
    constructor(r, s, recovery) {
      this.r = validateRS("r", r);
      this.s = validateRS("s", s);
      if (recovery != null) {
        assertRecoverableCurve();
        if (![0, 1, 2, 3].includes(recovery))
          throw new Error("invalid recovery id");
        this.recovery = recovery;
      }
      Object.freeze(this);
    }
    static fromBytes(bytes2, format = defaultSigOpts.format) {
      validateSigLength(bytes2, format);
      let recid;
      if (format === "der") {
        if (bytes2.length > 2 * Fn.BYTES + 16)
          throw new DER.Err("invalid signature: DER signature too long");
        const { r: r2, s: s2 } = DER.toSig(abytes2(bytes2), Fn.BYTES + 1);
        return new Signature(r2, s2);
      }
      if (format === "recovered") {
        recid = bytes2[0];
        format = "compact";
        bytes2 = bytes2.subarray(1);
      }
      const L2 = lengths.signature / 2;
      const r = bytes2.subarray(0, L2);
      const s = bytes2.subarray(L2, L2 * 2);
      return new Signature(Fn.fromBytes(r), Fn.fromBytes(s), recid);
    }
    static fromHex(hex2, format) {
      return this.fromBytes(hexToBytes2(hex2), format);
    }
    assertRecovery() {
      const { recovery } = this;
      if (recovery == null)
        throw new Error("invalid recovery id: must be present");
      return recovery;
    }
    addRecoveryBit(recovery) {
      return new Signature(this.r, this.s, recovery);
    }
    // Unlike the top-level helper below, this method expects a digest that has
    // already been hashed to the curve's message representative.
    recoverPublicKey(messageHash) {
      const { r, s } = this;
      const recovery = this.assertRecovery();
      const radj = recovery === 2 || recovery === 3 ? r + CURVE_ORDER : r;
      if (!Fp2.isValid(radj))
        throw new Error("invalid recovery id: sig.r+curve.n != R.x");
      const x = Fp2.toBytes(radj);
      const R = Point2.fromBytes(concatBytes2(pprefix((recovery & 1) === 0), x));
      const ir = Fn.inv(radj);
      const h = bits2int_modN(abytes2(messageHash, void 0, "msgHash"));
      const u1 = Fn.create(-h * ir);
      const u2 = Fn.create(s * ir);
      const Q2 = Point2.BASE.mulAddUnsafe(u1, R, u2);
      if (Q2.is0())
        throw new Error("invalid recovery: point at infinify");
      Q2.assertValidity();
      return Q2;
    }
    // Signatures should be low-s, to prevent malleability.
    hasHighS() {
      return isBiggerThanHalfOrder(this.s);
    }
    toBytes(format = defaultSigOpts.format) {
      validateSigFormat(format);
      if (format === "der")
        return hexToBytes2(DER.hexFromSig(this));
      const { r, s } = this;
      const rb = Fn.toBytes(r);
      const sb = Fn.toBytes(s);
      if (format === "recovered") {
        assertRecoverableCurve();
        return concatBytes2(Uint8Array.of(this.assertRecovery()), rb, sb);
      }
      return concatBytes2(rb, sb);
    }
    toHex(format) {
      return bytesToHex2(this.toBytes(format));
    }
  }
  Object.freeze(Signature.prototype);
  Object.freeze(Signature);
  const bits2int = opts.bits2int === void 0 ? function bits2int_def(bytes2) {
    if (bytes2.length > 8192)
      throw new Error("input is too large");
    const num = bytesToNumberBE(bytes2);
    const delta = bytes2.length * 8 - fnBits;
    return delta > 0 ? num >> BigInt(delta) : num;
  } : opts.bits2int;
  const bits2int_modN = opts.bits2int_modN === void 0 ? function bits2int_modN_def(bytes2) {
    return Fn.create(bits2int(bytes2));
  } : opts.bits2int_modN;
  const ORDER_MASK = bitMask(fnBits);
  function int2octets(num) {
    aInRange("num < 2^" + fnBits, num, _0n5, ORDER_MASK);
    return Fn.toBytes(num);
  }
  function validateMsgAndHash(message, prehash) {
    abytes2(message, void 0, "message");
    return prehash ? abytes2(hash_(message), void 0, "prehashed message") : message;
  }
  function prepSig(message, secretKey, opts2) {
    const { lowS, prehash, extraEntropy } = validateSigOpts(opts2, defaultSigOpts);
    message = validateMsgAndHash(message, prehash);
    const h1int = bits2int_modN(message);
    const d = Fn.fromBytes(secretKey);
    if (!Fn.isValidNot0(d))
      throw new Error("invalid private key");
    const seedArgs = [int2octets(d), int2octets(h1int)];
    if (extraEntropy != null && extraEntropy !== false) {
      const e = extraEntropy === true ? randomBytes4(lengths.secretKey) : extraEntropy;
      seedArgs.push(abytes2(e, void 0, "extraEntropy"));
    }
    const seed = concatBytes2(...seedArgs);
    const m = h1int;
    function k2sig(kBytes) {
      const k = bits2int(kBytes);
      if (!Fn.isValidNot0(k))
        return;
      const q = Point2.BASE.multiply(k).toAffine();
      const r = Fn.create(q.x);
      if (r === _0n5)
        return;
      let s;
      if (csprng !== void 0) {
        const b = bytesToNumberBE(mapHashToField(csprng(blindLength), CURVE_ORDER));
        const ibk = Fn.inv(Fn.mul(b, k));
        const bm = Fn.mul(b, m);
        const bd = Fn.mul(b, d);
        s = Fn.create(ibk * Fn.create(bm + bd * r));
      } else {
        const ik = invertCt(k, CURVE_ORDER);
        s = Fn.create(ik * Fn.create(m + r * d));
      }
      if (s === _0n5)
        return;
      let recovery = getRecoveryBit(q.x, q.y, r);
      let normS = s;
      if (lowS && isBiggerThanHalfOrder(s)) {
        normS = Fn.neg(s);
        recovery ^= 1;
      }
      return new Signature(r, normS, hasLargeRecoveryLifts ? void 0 : recovery);
    }
    return { seed, k2sig };
  }
  function sign(message, secretKey, opts2 = {}) {
    const { seed, k2sig } = prepSig(message, secretKey, opts2);
    const drbg = createHmacDrbg(hash_.outputLen, Fn.BYTES, hmac2);
    const sig = drbg(seed, k2sig);
    return sig.toBytes(opts2.format);
  }
  function verify2(signature, message, publicKey, opts2 = {}) {
    const { lowS, prehash, format } = validateSigOpts(opts2, defaultSigOpts);
    publicKey = abytes2(publicKey, void 0, "publicKey");
    message = validateMsgAndHash(message, prehash);
    if (!isBytes2(signature)) {
      const end = signature instanceof Signature ? ", use sig.toBytes()" : "";
      throw new Error("verify expects Uint8Array signature" + end);
    }
    validateSigLength(signature, format);
    try {
      const sig = Signature.fromBytes(signature, format);
      const P2 = Point2.fromBytes(publicKey);
      if (P2.is0())
        return false;
      if (lowS && sig.hasHighS())
        return false;
      const { r, s } = sig;
      const h = bits2int_modN(message);
      const is = Fn.inv(s);
      const u1 = Fn.create(h * is);
      const u2 = Fn.create(r * is);
      const R = Point2.BASE.mulAddUnsafe(u1, P2, u2);
      if (R.is0())
        return false;
      const q = R.toAffine();
      const v = Fn.create(q.x);
      if (v !== r)
        return false;
      if (format === "recovered" && sig.recovery !== getRecoveryBit(q.x, q.y, r))
        return false;
      return true;
    } catch (e) {
      return false;
    }
  }
  function recoverPublicKey(signature, message, opts2 = {}) {
    const { prehash } = validateSigOpts(opts2, defaultSigOpts);
    message = validateMsgAndHash(message, prehash);
    return Signature.fromBytes(signature, "recovered").recoverPublicKey(message).toBytes();
  }
  return Object.freeze({
    keygen,
    getPublicKey,
    getSharedSecret,
    utils,
    lengths,
    Point: Point2,
    sign,
    verify: verify2,
    recoverPublicKey,
    Signature,
    hash: hash_
  });
}

// node_modules/@noble/curves/nist.js
var p256_CURVE = /* @__PURE__ */ (() => ({
  p: BigInt("0xffffffff00000001000000000000000000000000ffffffffffffffffffffffff"),
  n: BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
  h: BigInt(1),
  a: BigInt("0xffffffff00000001000000000000000000000000fffffffffffffffffffffffc"),
  b: BigInt("0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"),
  Gx: BigInt("0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
  Gy: BigInt("0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")
}))();
var p256_Point = /* @__PURE__ */ weierstrass(p256_CURVE);
var p256 = /* @__PURE__ */ ecdsa(p256_Point, sha256);

// node_modules/@noble/hashes/sha3.js
var _0n6 = BigInt(0);
var _1n5 = BigInt(1);
var _2n3 = BigInt(2);
var _7n2 = BigInt(7);
var _256n = BigInt(256);
var _0x71n = BigInt(113);
var SHA3_PI = [];
var SHA3_ROTL = [];
var _SHA3_IOTA = [];
for (let round = 0, R = _1n5, x = 1, y = 0; round < 24; round++) {
  [x, y] = [y, (2 * x + 3 * y) % 5];
  SHA3_PI.push(2 * (5 * y + x));
  SHA3_ROTL.push((round + 1) * (round + 2) / 2 % 64);
  let t = _0n6;
  for (let j = 0; j < 7; j++) {
    R = (R << _1n5 ^ (R >> _7n2) * _0x71n) % _256n;
    if (R & _2n3)
      t ^= _1n5 << (_1n5 << BigInt(j)) - _1n5;
  }
  _SHA3_IOTA.push(t);
}
var IOTAS = split(_SHA3_IOTA, true);
var SHA3_IOTA_H = IOTAS[0];
var SHA3_IOTA_L = IOTAS[1];
var rotlSH = (h, l, s) => h << s | l >>> 32 - s;
var rotlSL = (h, l, s) => l << s | h >>> 32 - s;
var rotlBH = (h, l, s) => l << s - 32 | h >>> 64 - s;
var rotlBL = (h, l, s) => h << s - 32 | l >>> 64 - s;
var rotlH = (h, l, s) => s > 32 ? rotlBH(h, l, s) : rotlSH(h, l, s);
var rotlL = (h, l, s) => s > 32 ? rotlBL(h, l, s) : rotlSL(h, l, s);
var B = new Uint32Array(5 * 2);
function keccakP(s, rounds = 24) {
  if (!(s instanceof Uint32Array))
    throw new TypeError('"s" expected Uint32Array(50), got type=' + typeof s);
  if (s.length !== 50)
    throw new RangeError('"s" expected Uint32Array(50), got length=' + s.length);
  anumber(rounds, "rounds");
  if (rounds < 1 || rounds > 24)
    throw new Error('"rounds" expected integer 1..24');
  for (let round = 24 - rounds; round < 24; round++) {
    for (let x = 0; x < 10; x++)
      B[x] = s[x] ^ s[x + 10] ^ s[x + 20] ^ s[x + 30] ^ s[x + 40];
    for (let x = 0; x < 10; x += 2) {
      const idx1 = (x + 8) % 10;
      const idx0 = (x + 2) % 10;
      const B0 = B[idx0];
      const B1 = B[idx0 + 1];
      const Th = rotlH(B0, B1, 1) ^ B[idx1];
      const Tl = rotlL(B0, B1, 1) ^ B[idx1 + 1];
      for (let y = 0; y < 50; y += 10) {
        s[x + y] ^= Th;
        s[x + y + 1] ^= Tl;
      }
    }
    let curH = s[2];
    let curL = s[3];
    for (let t = 0; t < 24; t++) {
      const shift = SHA3_ROTL[t];
      const Th = rotlH(curH, curL, shift);
      const Tl = rotlL(curH, curL, shift);
      const PI = SHA3_PI[t];
      curH = s[PI];
      curL = s[PI + 1];
      s[PI] = Th;
      s[PI + 1] = Tl;
    }
    for (let y = 0; y < 50; y += 10) {
      const b0 = s[y], b1 = s[y + 1], b2 = s[y + 2], b3 = s[y + 3];
      s[y] ^= ~s[y + 2] & s[y + 4];
      s[y + 1] ^= ~s[y + 3] & s[y + 5];
      s[y + 2] ^= ~s[y + 4] & s[y + 6];
      s[y + 3] ^= ~s[y + 5] & s[y + 7];
      s[y + 4] ^= ~s[y + 6] & s[y + 8];
      s[y + 5] ^= ~s[y + 7] & s[y + 9];
      s[y + 6] ^= ~s[y + 8] & b0;
      s[y + 7] ^= ~s[y + 9] & b1;
      s[y + 8] ^= ~b0 & b2;
      s[y + 9] ^= ~b1 & b3;
    }
    s[0] ^= SHA3_IOTA_H[round];
    s[1] ^= SHA3_IOTA_L[round];
  }
  clean(B);
}
var Keccak = class _Keccak {
  state;
  pos = 0;
  posOut = 0;
  finished = false;
  state32;
  destroyed = false;
  blockLen;
  suffix;
  outputLen;
  canXOF;
  enableXOF = false;
  rounds;
  // NOTE: we accept arguments in bytes instead of bits here.
  constructor(blockLen, suffix, outputLen, enableXOF = false, rounds = 24) {
    anumber(blockLen, "blockLen");
    anumber(suffix, "suffix");
    anumber(rounds, "rounds");
    abool(enableXOF, "enableXOF");
    this.blockLen = blockLen;
    this.suffix = suffix;
    this.outputLen = outputLen;
    this.enableXOF = enableXOF;
    this.canXOF = enableXOF;
    this.rounds = rounds;
    anumber(outputLen, "outputLen");
    if (!(0 < blockLen && blockLen < 200))
      throw new Error('"blockLen" must be 1..199');
    this.state = new Uint8Array(200);
    this.state32 = u32(this.state);
  }
  clone() {
    return this._cloneInto();
  }
  keccak() {
    swap32IfBE(this.state32);
    keccakP(this.state32, this.rounds);
    swap32IfBE(this.state32);
    this.posOut = 0;
    this.pos = 0;
  }
  update(data) {
    aexists(this);
    abytes(data);
    const { blockLen, state, state32 } = this;
    const len = data.length;
    const canUseU32 = blockLen % 4 === 0 && data.byteOffset % 4 === 0;
    const blockLen32 = blockLen / 4;
    const data32 = canUseU32 && len >= blockLen ? u32(data) : void 0;
    for (let pos = 0; pos < len; ) {
      if (data32 !== void 0 && this.pos === 0 && pos % 4 === 0 && len - pos >= blockLen) {
        for (let i = 0, o = pos / 4; i < blockLen32; i++)
          state32[i] ^= data32[o + i];
        pos += blockLen;
        this.pos = blockLen;
        this.keccak();
        continue;
      }
      const take = Math.min(blockLen - this.pos, len - pos);
      for (let i = 0; i < take; i++)
        state[this.pos++] ^= data[pos++];
      if (this.pos === blockLen)
        this.keccak();
    }
    return this;
  }
  finish() {
    if (this.finished)
      return;
    this.finished = true;
    const { state, suffix, pos, blockLen } = this;
    state[pos] ^= suffix;
    if ((suffix & 128) !== 0 && pos === blockLen - 1)
      this.keccak();
    state[blockLen - 1] ^= 128;
    this.keccak();
  }
  writeInto(out) {
    aexists(this, false);
    abytes(out);
    this.finish();
    const bufferOut = this.state;
    const { blockLen } = this;
    for (let pos = 0, len = out.length; pos < len; ) {
      if (this.posOut >= blockLen)
        this.keccak();
      const take = Math.min(blockLen - this.posOut, len - pos);
      out.set(bufferOut.subarray(this.posOut, this.posOut + take), pos);
      this.posOut += take;
      pos += take;
    }
    return out;
  }
  xofInto(out) {
    if (!this.enableXOF)
      throw new Error("XOF is not enabled");
    return this.writeInto(out);
  }
  xof(bytes2) {
    anumber(bytes2);
    return this.xofInto(new Uint8Array(bytes2));
  }
  digestInto(out) {
    aoutput(out, this);
    if (this.finished)
      throw new Error("digest() was already called");
    this.writeInto(out.length === this.outputLen ? out : out.subarray(0, this.outputLen));
    this.destroy();
  }
  digest() {
    const out = new Uint8Array(this.outputLen);
    this.digestInto(out);
    return out;
  }
  destroy() {
    this.destroyed = true;
    clean(this.state);
  }
  _cloneInto(to) {
    const { blockLen, suffix, outputLen, rounds, enableXOF } = this;
    to ||= new _Keccak(blockLen, suffix, outputLen, enableXOF, rounds);
    to.blockLen = blockLen;
    to.state32.set(this.state32);
    to.pos = this.pos;
    to.posOut = this.posOut;
    to.finished = this.finished;
    to.rounds = rounds;
    to.suffix = suffix;
    to.outputLen = outputLen;
    to.enableXOF = enableXOF;
    to.canXOF = this.canXOF;
    to.destroyed = this.destroyed;
    return to;
  }
};
var genShake = (suffix, blockLen, outputLen, info = {}) => createHasher((opts = {}) => {
  opts = checkOpts({}, opts);
  return new Keccak(blockLen, suffix, opts.dkLen === void 0 ? outputLen : opts.dkLen, true);
}, info);
var shake128 = /* @__PURE__ */ genShake(31, 168, 16, /* @__PURE__ */ oidNist(11));
var shake256 = /* @__PURE__ */ genShake(31, 136, 32, /* @__PURE__ */ oidNist(12));

// node_modules/@noble/post-quantum/utils.js
var abytesDoc = abytes;
var randomBytes3 = randomBytes;
function aarray2(item, title, inner = () => {
}) {
  if (!Array.isArray(item))
    throw new TypeError(`"${title}" expected array, got type=${typeof item}`);
  for (let i = 0; i < item.length; i++)
    inner(item[i], `${title}[${i}]`);
  return item;
}
function aobject3(value, title = "object") {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new TypeError(title === "object" ? "expected valid options object" : `"${title}" expected object, got type=${typeof value}`);
  return value;
}
function equalBytes(a, b) {
  a = abytes(a);
  b = abytes(b);
  if (a.length !== b.length)
    return false;
  let diff = 0;
  for (let i = 0; i < a.length; i++)
    diff |= a[i] ^ b[i];
  return diff === 0;
}
function validateOpts(opts) {
  if (isBytes(opts))
    throw new TypeError('"opts" expected object, got Uint8Array');
  aobject3(opts, "opts");
  const proto = Object.getPrototypeOf(opts);
  if (proto !== null && proto !== Object.prototype)
    throw new TypeError('"opts" expected a plain object');
}
var VER_OPT_KEYS = /* @__PURE__ */ Object.freeze([
  "context"
]);
var SIG_OPT_KEYS = /* @__PURE__ */ Object.freeze([
  "context",
  "extraEntropy"
]);
function checkOptKeys(opts, allowed) {
  validateOpts(opts);
  const normalized = Object.assign(/* @__PURE__ */ Object.create(null), opts);
  for (const [k, v] of Object.entries(normalized)) {
    if (v === void 0)
      continue;
    if (!allowed.includes(k))
      throw new TypeError('unexpected option "' + String(k) + '"; expected one of: ' + allowed.join(", "));
  }
  return Object.freeze(normalized);
}
function validateVerOpts(opts, allowed = VER_OPT_KEYS) {
  const normalized = checkOptKeys(opts, allowed);
  if (normalized.context !== void 0)
    abytes(normalized.context, void 0, "opts.context");
  return normalized;
}
function validateSigOpts2(opts, allowed = SIG_OPT_KEYS) {
  const normalized = checkOptKeys(opts, allowed);
  if (normalized.context !== void 0)
    abytes(normalized.context, void 0, "opts.context");
  if (normalized.extraEntropy !== false && normalized.extraEntropy !== void 0)
    abytes(normalized.extraEntropy, void 0, "opts.extraEntropy");
  return normalized;
}
function splitCoder(label2, ...lengths) {
  const getLength = (c) => typeof c === "number" ? c : c.bytesLen;
  const bytesLen = lengths.reduce((sum, a) => sum + getLength(a), 0);
  return {
    bytesLen,
    encode: (bufs) => {
      const res = new Uint8Array(bytesLen);
      for (let i = 0, pos = 0; i < lengths.length; i++) {
        const c = lengths[i];
        const l = getLength(c);
        const b = typeof c === "number" ? bufs[i] : c.encode(bufs[i]);
        abytes(b, l, label2);
        res.set(b, pos);
        if (typeof c !== "number")
          b.fill(0);
        pos += l;
      }
      return res;
    },
    decode: (buf) => {
      abytes(buf, bytesLen, label2);
      const res = [];
      for (const c of lengths) {
        const l = getLength(c);
        const b = buf.subarray(0, l);
        res.push(typeof c === "number" ? b : c.decode(b));
        buf = buf.subarray(l);
      }
      return res;
    }
  };
}
function vecCoder(c, vecLen) {
  const coder = c;
  const bytesLen = vecLen * coder.bytesLen;
  return {
    bytesLen,
    encode: (u) => {
      const uArr = aarray2(u, "u");
      if (uArr.length !== vecLen)
        throw new RangeError(`vecCoder.encode: wrong length=${uArr.length}. Expected: ${vecLen}`);
      const res = new Uint8Array(bytesLen);
      for (let i = 0, pos = 0; i < uArr.length; i++) {
        const b = coder.encode(uArr[i]);
        res.set(b, pos);
        b.fill(0);
        pos += b.length;
      }
      return res;
    },
    decode: (a) => {
      abytes(a, bytesLen);
      const r = [];
      for (let i = 0; i < a.length; i += coder.bytesLen)
        r.push(coder.decode(a.subarray(i, i + coder.bytesLen)));
      return r;
    }
  };
}
function cleanBytes(...list2) {
  for (const t of list2) {
    if (Array.isArray(t))
      for (const b of t)
        b.fill(0);
    else
      t.fill(0);
  }
}
function getMask(bits) {
  anumber(bits, "bits");
  if (bits > 32)
    throw new RangeError('"bits" expected <= 32, got ' + bits);
  return bits === 32 ? 4294967295 : ~(-1 << bits) >>> 0;
}
var EMPTY = /* @__PURE__ */ Uint8Array.of();
function getMessage(msg, ctx = EMPTY) {
  abytes(msg, void 0, "msg");
  abytes(ctx, void 0, "ctx");
  if (ctx.length > 255)
    throw new RangeError("context should be 255 bytes or less");
  return concatBytes(new Uint8Array([0, ctx.length]), ctx, msg);
}
var oidNistP = /* @__PURE__ */ Uint8Array.from([6, 9, 96, 134, 72, 1, 101, 3, 4, 2]);
var XOF_OID_OUTPUT_LEN = /* @__PURE__ */ (() => ({
  "060960864801650304020b": 32,
  // id-shake128, SHAKE128(M, 256)
  "060960864801650304020c": 64
  // id-shake256, SHAKE256(M, 512)
}))();
function checkHash(hash, requiredStrength = 0) {
  if (typeof hash !== "function" || typeof hash.create !== "function")
    throw new TypeError('"hash" expected hash function, got type=' + typeof hash);
  ahash(hash);
  anumber(requiredStrength, "requiredStrength");
  const oid = hash.oid;
  abytes(oid, void 0, "hash.oid");
  if (!equalBytes(oid.subarray(0, 10), oidNistP))
    throw new Error('"hash.oid" is invalid: expected NIST hash');
  const xofLen = XOF_OID_OUTPUT_LEN[bytesToHex(oid)];
  if (xofLen !== void 0 && hash.outputLen !== xofLen) {
    throw new Error("Pre-hash XOF output length must be " + xofLen + " bytes for this OID, got: " + hash.outputLen);
  }
  const collisionResistance = hash.outputLen * 8 / 2;
  if (requiredStrength > collisionResistance) {
    throw new Error("Pre-hash security strength too low: " + collisionResistance + ", required: " + requiredStrength);
  }
}
function getMessagePrehash(hash, msg, ctx = EMPTY) {
  checkHash(hash);
  abytes(msg, void 0, "msg");
  abytes(ctx, void 0, "ctx");
  if (ctx.length > 255)
    throw new RangeError("context should be 255 bytes or less");
  const hashed = hash(msg);
  return concatBytes(new Uint8Array([1, ctx.length]), ctx, hash.oid, hashed);
}

// node_modules/@noble/post-quantum/_crystals.js
var genCrystals = (opts) => {
  const { newPoly: newPoly2, N: N2, Q: Q2, F: F2, ROOT_OF_UNITY: ROOT_OF_UNITY2, brvBits, isKyber } = opts;
  const mod3 = (a, modulo = Q2) => {
    const result = a % modulo | 0;
    return (result >= 0 ? result | 0 : modulo + result | 0) | 0;
  };
  const smod = (a, modulo = Q2) => {
    const r = mod3(a, modulo) | 0;
    return (r > modulo >> 1 ? r - modulo | 0 : r) | 0;
  };
  function getZettas() {
    const out = newPoly2(N2);
    for (let i = 0; i < N2; i++) {
      const b = reverseBits(i, brvBits);
      const p = BigInt(ROOT_OF_UNITY2) ** BigInt(b) % BigInt(Q2);
      out[i] = Number(p) | 0;
    }
    return out;
  }
  const nttZetas = getZettas();
  const inv = (_a) => {
    throw new Error("not implemented");
  };
  const field2 = isKyber ? {
    add: (a, b) => {
      const r = a + b | 0;
      return r >= Q2 ? r - Q2 | 0 : r;
    },
    sub: (a, b) => {
      const r = a - b | 0;
      return r < 0 ? r + Q2 | 0 : r;
    },
    mul: (a, b) => mod3((a | 0) * (b | 0)) | 0,
    inv
  } : {
    add: (a, b) => mod3((a | 0) + (b | 0)) | 0,
    sub: (a, b) => mod3((a | 0) - (b | 0)) | 0,
    mul: (a, b) => mod3((a | 0) * (b | 0)) | 0,
    inv
  };
  const nttOpts = {
    N: N2,
    roots: nttZetas,
    invertButterflies: true,
    skipStages: isKyber ? 1 : 0,
    brp: false
  };
  const dif = FFTCore(field2, { dit: false, ...nttOpts });
  const dit = FFTCore(field2, { dit: true, ...nttOpts });
  const NTT = {
    encode: (r) => {
      return dif(r);
    },
    decode: (r) => {
      dit(r);
      for (let i = 0; i < r.length; i++)
        r[i] = mod3(F2 * r[i]);
      return r;
    }
  };
  const bitsCoder = (d, c) => {
    for (let i = 0, bufLen = 0; i < N2; i++) {
      bufLen += d;
      if (bufLen > 32)
        getMask(bufLen);
      bufLen %= 8;
    }
    const mask = getMask(d);
    const bytesLen = d * (N2 / 8);
    return {
      bytesLen,
      encode: (poly_) => {
        const poly = poly_;
        const r = new Uint8Array(bytesLen);
        for (let i = 0, buf = 0, bufLen = 0, pos = 0; i < poly.length; i++) {
          buf |= (c.encode(poly[i]) & mask) << bufLen;
          bufLen += d;
          for (; bufLen >= 8; bufLen -= 8, buf >>= 8)
            r[pos++] = buf & 255;
        }
        return r;
      },
      decode: (bytes2) => {
        const r = newPoly2(N2);
        for (let i = 0, buf = 0, bufLen = 0, pos = 0; i < bytes2.length; i++) {
          buf |= bytes2[i] << bufLen;
          bufLen += 8;
          for (; bufLen >= d; bufLen -= d, buf >>= d)
            r[pos++] = c.decode(buf & mask);
        }
        return r;
      }
    };
  };
  return {
    mod: mod3,
    smod,
    nttZetas,
    NTT: {
      encode: (r) => NTT.encode(r),
      decode: (r) => NTT.decode(r)
    },
    bitsCoder
  };
};
var createXofShake = (shake) => (seed, blockLen) => {
  if (!blockLen)
    blockLen = shake.blockLen;
  const _seed = new Uint8Array(seed.length + 2);
  _seed.set(seed);
  const seedLen = seed.length;
  const buf = new Uint8Array(blockLen);
  let h = shake.create({});
  let calls = 0;
  let xofs = 0;
  return {
    stats: () => ({ calls, xofs }),
    get: (x, y) => {
      _seed[seedLen + 0] = x;
      _seed[seedLen + 1] = y;
      h.destroy();
      h = shake.create({}).update(_seed);
      calls++;
      return () => {
        xofs++;
        return h.xofInto(buf);
      };
    },
    clean: () => {
      h.destroy();
      cleanBytes(buf, _seed);
    }
  };
};
var XOF128 = /* @__PURE__ */ createXofShake(shake128);
var XOF256 = /* @__PURE__ */ createXofShake(shake256);

// node_modules/@noble/post-quantum/ml-dsa.js
var INTERNAL_SIG_OPT_KEYS = /* @__PURE__ */ Object.freeze([
  "extraEntropy",
  "externalMu"
]);
var INTERNAL_VER_OPT_KEYS = /* @__PURE__ */ Object.freeze(["externalMu"]);
function validateInternalOpts(opts, allowed) {
  const normalized = checkOptKeys(opts, allowed);
  if (normalized.externalMu !== void 0)
    abool2(normalized.externalMu, "opts.externalMu");
  return normalized;
}
var N = 256;
var Q = 8380417;
var ROOT_OF_UNITY = 1753;
var F = 8347681;
var D = 13;
var GAMMA2_1 = Math.floor((Q - 1) / 88) | 0;
var GAMMA2_2 = Math.floor((Q - 1) / 32) | 0;
var PARAMS = /* @__PURE__ */ (() => Object.freeze({
  2: Object.freeze({
    K: 4,
    L: 4,
    D,
    GAMMA1: 2 ** 17,
    GAMMA2: GAMMA2_1,
    TAU: 39,
    ETA: 2,
    OMEGA: 80
  }),
  3: Object.freeze({
    K: 6,
    L: 5,
    D,
    GAMMA1: 2 ** 19,
    GAMMA2: GAMMA2_2,
    TAU: 49,
    ETA: 4,
    OMEGA: 55
  }),
  5: Object.freeze({
    K: 8,
    L: 7,
    D,
    GAMMA1: 2 ** 19,
    GAMMA2: GAMMA2_2,
    TAU: 60,
    ETA: 2,
    OMEGA: 75
  })
}))();
var newPoly = (n) => new Int32Array(n);
var crystals = /* @__PURE__ */ genCrystals({
  N,
  Q,
  F,
  ROOT_OF_UNITY,
  newPoly,
  isKyber: false,
  brvBits: 8
});
var id = (n) => n;
var polyCoder = (d, compress = id, verify2 = id) => crystals.bitsCoder(d, {
  encode: (i) => compress(verify2(i)),
  decode: (i) => verify2(compress(i))
});
var polyAdd = (a_, b_) => {
  const a = a_;
  const b = b_;
  for (let i = 0; i < a.length; i++)
    a[i] = crystals.mod(a[i] + b[i]);
  return a;
};
var polySub = (a_, b_) => {
  const a = a_;
  const b = b_;
  for (let i = 0; i < a.length; i++)
    a[i] = crystals.mod(a[i] - b[i]);
  return a;
};
var polyShiftl = (p_) => {
  const p = p_;
  for (let i = 0; i < N; i++)
    p[i] <<= D;
  return p;
};
var polyChknorm = (p_, B2) => {
  const p = p_;
  for (let i = 0; i < N; i++)
    if (Math.abs(crystals.smod(p[i])) >= B2)
      return true;
  return false;
};
var MultiplyNTTs = (a_, b_) => {
  const a = a_;
  const b = b_;
  const c = newPoly(N);
  for (let i = 0; i < a.length; i++)
    c[i] = crystals.mod(a[i] * b[i]);
  return c;
};
function RejNTTPoly(xof_) {
  const xof = xof_;
  const r = newPoly(N);
  for (let j = 0; j < N; ) {
    const b = xof();
    if (b.length % 3)
      throw new Error("RejNTTPoly: unaligned block");
    for (let i = 0; j < N && i <= b.length - 3; i += 3) {
      const t = (b[i + 0] | b[i + 1] << 8 | b[i + 2] << 16) & 8388607;
      if (t < Q)
        r[j++] = t;
    }
  }
  return r;
}
function getDilithium(opts_) {
  const opts = opts_;
  const { K, L: L2, GAMMA1, GAMMA2, TAU, ETA, OMEGA } = opts;
  const { CRH_BYTES, TR_BYTES, C_TILDE_BYTES, XOF128: XOF1282, XOF256: XOF2562, securityLevel } = opts;
  if (![2, 4].includes(ETA))
    throw new Error("Wrong ETA");
  if (![1 << 17, 1 << 19].includes(GAMMA1))
    throw new Error("Wrong GAMMA1");
  if (![GAMMA2_1, GAMMA2_2].includes(GAMMA2))
    throw new Error("Wrong GAMMA2");
  const BETA = TAU * ETA;
  const decompose = (r) => {
    const rPlus = crystals.mod(r);
    const r0 = crystals.smod(rPlus, 2 * GAMMA2) | 0;
    if (rPlus - r0 === Q - 1)
      return { r1: 0 | 0, r0: r0 - 1 | 0 };
    const r1 = Math.floor((rPlus - r0) / (2 * GAMMA2)) | 0;
    return { r1, r0 };
  };
  const HighBits = (r) => decompose(r).r1;
  const LowBits = (r) => decompose(r).r0;
  const MakeHint = (z, r) => {
    const res0 = z <= GAMMA2 || z > Q - GAMMA2 || z === Q - GAMMA2 && r === 0 ? 0 : 1;
    return res0;
  };
  const HINT_M = Math.floor((Q - 1) / (2 * GAMMA2));
  const UseHint = (h, r) => {
    const { r1, r0 } = decompose(r);
    if (h === 1)
      return r0 > 0 ? crystals.mod(r1 + 1, HINT_M) | 0 : crystals.mod(r1 - 1, HINT_M) | 0;
    return r1 | 0;
  };
  const Power2Round = (r) => {
    const rPlus = crystals.mod(r);
    const r0 = crystals.smod(rPlus, 2 ** D) | 0;
    return { r1: Math.floor((rPlus - r0) / 2 ** D) | 0, r0 };
  };
  const hintCoder = {
    bytesLen: OMEGA + K,
    encode: (h_) => {
      const h = h_;
      if (h === false)
        throw new Error("hint.encode: hint is false");
      const res = new Uint8Array(OMEGA + K);
      for (let i = 0, k = 0; i < K; i++) {
        for (let j = 0; j < N; j++)
          if (h[i][j] !== 0)
            res[k++] = j;
        res[OMEGA + i] = k;
      }
      return res;
    },
    decode: (buf) => {
      const h = [];
      let k = 0;
      for (let i = 0; i < K; i++) {
        const hi = newPoly(N);
        if (buf[OMEGA + i] < k || buf[OMEGA + i] > OMEGA)
          return false;
        for (let j = k; j < buf[OMEGA + i]; j++) {
          if (j > k && buf[j] <= buf[j - 1])
            return false;
          hi[buf[j]] = 1;
        }
        k = buf[OMEGA + i];
        h.push(hi);
      }
      for (let j = k; j < OMEGA; j++)
        if (buf[j] !== 0)
          return false;
      return h;
    }
  };
  const ETACoder = polyCoder(ETA === 2 ? 3 : 4, (i) => ETA - i, (i) => {
    if (!(-ETA <= i && i <= ETA))
      throw new Error(`malformed key s1/s3 ${i} outside of ETA range [${-ETA}, ${ETA}]`);
    return i;
  });
  const T0Coder = polyCoder(13, (i) => (1 << D - 1) - i);
  const T1Coder = polyCoder(10);
  const ZCoder = polyCoder(GAMMA1 === 1 << 17 ? 18 : 20, (i) => crystals.smod(GAMMA1 - i));
  const W1Coder = polyCoder(GAMMA2 === GAMMA2_1 ? 6 : 4);
  const W1Vec = vecCoder(W1Coder, K);
  const publicCoder = splitCoder("publicKey", 32, vecCoder(T1Coder, K));
  const secretCoder = splitCoder("secretKey", 32, 32, TR_BYTES, vecCoder(ETACoder, L2), vecCoder(ETACoder, K), vecCoder(T0Coder, K));
  const sigCoder = splitCoder("signature", C_TILDE_BYTES, vecCoder(ZCoder, L2), hintCoder);
  const CoefFromHalfByte = ETA === 2 ? (n) => n < 15 ? 2 - n % 5 : false : (n) => n < 9 ? 4 - n : false;
  function RejBoundedPoly(xof_) {
    const xof = xof_;
    const r = newPoly(N);
    for (let j = 0; j < N; ) {
      const b = xof();
      for (let i = 0; j < N && i < b.length; i += 1) {
        const d1 = CoefFromHalfByte(b[i] & 15);
        const d2 = CoefFromHalfByte(b[i] >> 4 & 15);
        if (d1 !== false)
          r[j++] = d1;
        if (j < N && d2 !== false)
          r[j++] = d2;
      }
    }
    return r;
  }
  const SampleInBall = (seed) => {
    const pre = newPoly(N);
    const s = shake256.create({}).update(seed);
    const buf = new Uint8Array(shake256.blockLen);
    s.xofInto(buf);
    const masks = buf.slice(0, 8);
    for (let i = N - TAU, pos = 8, maskPos = 0, maskBit = 0; i < N; i++) {
      let b = i + 1;
      for (; b > i; ) {
        b = buf[pos++];
        if (pos < shake256.blockLen)
          continue;
        s.xofInto(buf);
        pos = 0;
      }
      pre[i] = pre[b];
      pre[b] = 1 - ((masks[maskPos] >> maskBit++ & 1) << 1);
      if (maskBit >= 8) {
        maskPos++;
        maskBit = 0;
      }
    }
    return pre;
  };
  const polyPowerRound = (p_) => {
    const p = p_;
    const res0 = newPoly(N);
    const res1 = newPoly(N);
    for (let i = 0; i < p.length; i++) {
      const { r0, r1 } = Power2Round(p[i]);
      res0[i] = r0;
      res1[i] = r1;
    }
    return { r0: res0, r1: res1 };
  };
  const polyUseHint = (u_, h_) => {
    const u = u_;
    const h = h_;
    for (let i = 0; i < N; i++)
      u[i] = UseHint(h[i], u[i]);
    return u;
  };
  const polyMakeHint = (a_, b_) => {
    const a = a_;
    const b = b_;
    const v = newPoly(N);
    let cnt = 0;
    for (let i = 0; i < N; i++) {
      const h = MakeHint(a[i], b[i]);
      v[i] = h;
      cnt += h;
    }
    return { v, cnt };
  };
  const signRandBytes = 32;
  const seedCoder = splitCoder("seed", 32, 64, 32);
  const internal = Object.freeze({
    info: Object.freeze({ type: "internal-ml-dsa" }),
    lengths: Object.freeze({
      secretKey: secretCoder.bytesLen,
      publicKey: publicCoder.bytesLen,
      seed: 32,
      signature: sigCoder.bytesLen,
      signRand: signRandBytes
    }),
    keygen: (seed) => {
      const seedDst = new Uint8Array(32 + 2);
      const randSeed = seed === void 0;
      if (randSeed)
        seed = randomBytes3(32);
      abytesDoc(seed, 32, "seed");
      seedDst.set(seed);
      if (randSeed)
        cleanBytes(seed);
      seedDst[32] = K;
      seedDst[33] = L2;
      const [rho, rhoPrime, K_] = seedCoder.decode(shake256(seedDst, { dkLen: seedCoder.bytesLen }));
      const xofPrime = XOF2562(rhoPrime);
      const s1 = [];
      for (let i = 0; i < L2; i++)
        s1.push(RejBoundedPoly(xofPrime.get(i & 255, i >> 8 & 255)));
      const s2 = [];
      for (let i = L2; i < L2 + K; i++)
        s2.push(RejBoundedPoly(xofPrime.get(i & 255, i >> 8 & 255)));
      const s1Hat = s1.map((i) => crystals.NTT.encode(i.slice()));
      const t0 = [];
      const t1 = [];
      const xof = XOF1282(rho);
      const t = newPoly(N);
      for (let i = 0; i < K; i++) {
        cleanBytes(t);
        for (let j = 0; j < L2; j++) {
          const aij = RejNTTPoly(xof.get(j, i));
          polyAdd(t, MultiplyNTTs(aij, s1Hat[j]));
        }
        crystals.NTT.decode(t);
        const { r0, r1 } = polyPowerRound(polyAdd(t, s2[i]));
        t0.push(r0);
        t1.push(r1);
      }
      const publicKey = publicCoder.encode([rho, t1]);
      const tr = shake256(publicKey, { dkLen: TR_BYTES });
      const secretKey = secretCoder.encode([rho, K_, tr, s1, s2, t0]);
      xof.clean();
      xofPrime.clean();
      cleanBytes(rho, rhoPrime, K_, s1, s2, s1Hat, t, t0, t1, tr, seedDst);
      return {
        publicKey,
        secretKey
      };
    },
    getPublicKey: (secretKey) => {
      const [rho, _K, _tr, s1, s2, _t0] = secretCoder.decode(secretKey);
      const xof = XOF1282(rho);
      const s1Hat = s1.map((p) => crystals.NTT.encode(p.slice()));
      const t1 = [];
      const tmp = newPoly(N);
      for (let i = 0; i < K; i++) {
        tmp.fill(0);
        for (let j = 0; j < L2; j++) {
          const aij = RejNTTPoly(xof.get(j, i));
          polyAdd(tmp, MultiplyNTTs(aij, s1Hat[j]));
        }
        crystals.NTT.decode(tmp);
        polyAdd(tmp, s2[i]);
        const { r1 } = polyPowerRound(tmp);
        t1.push(r1);
      }
      xof.clean();
      cleanBytes(tmp, s1Hat, _t0, s1, s2);
      return publicCoder.encode([rho, t1]);
    },
    // NOTE: random is optional.
    sign: (msg, secretKey, opts2 = {}) => {
      opts2 = validateSigOpts2(opts2, INTERNAL_SIG_OPT_KEYS);
      opts2 = validateInternalOpts(opts2, INTERNAL_SIG_OPT_KEYS);
      const { extraEntropy: random, externalMu = false } = opts2;
      if (externalMu)
        abytesDoc(msg, CRH_BYTES, "mu");
      const ownRnd = random === false || random === void 0;
      const rnd = random === false ? new Uint8Array(32) : random === void 0 ? randomBytes3(signRandBytes) : random;
      abytesDoc(rnd, 32, "extraEntropy");
      const decoded = (() => {
        try {
          return secretCoder.decode(secretKey);
        } catch (error) {
          if (ownRnd)
            cleanBytes(rnd);
          throw error;
        }
      })();
      const [rho, _K, tr, s1, s2, t0] = decoded;
      const A = [];
      const xof = XOF1282(rho);
      for (let i = 0; i < K; i++) {
        const pv = [];
        for (let j = 0; j < L2; j++)
          pv.push(RejNTTPoly(xof.get(j, i)));
        A.push(pv);
      }
      xof.clean();
      for (let i = 0; i < L2; i++)
        crystals.NTT.encode(s1[i]);
      for (let i = 0; i < K; i++) {
        crystals.NTT.encode(s2[i]);
        crystals.NTT.encode(t0[i]);
      }
      const mu = externalMu ? msg : (
        // 6: µ ← H(tr||M, 512)
        //    ▷ Compute message representative µ
        shake256.create({ dkLen: CRH_BYTES }).update(tr).update(msg).digest()
      );
      const rhoprime = shake256.create({ dkLen: CRH_BYTES }).update(_K).update(rnd).update(mu).digest();
      if (ownRnd)
        cleanBytes(rnd);
      abytesDoc(rhoprime, CRH_BYTES);
      const x256 = XOF2562(rhoprime, ZCoder.bytesLen);
      main_loop: for (let kappa = 0; ; ) {
        const y = [];
        for (let i = 0; i < L2; i++, kappa++)
          y.push(ZCoder.decode(x256.get(kappa & 255, kappa >> 8)()));
        const z = y.map((i) => crystals.NTT.encode(i.slice()));
        const w = [];
        for (let i = 0; i < K; i++) {
          const wi = newPoly(N);
          for (let j = 0; j < L2; j++)
            polyAdd(wi, MultiplyNTTs(A[i][j], z[j]));
          crystals.NTT.decode(wi);
          w.push(wi);
        }
        const w1 = w.map((j) => j.map(HighBits));
        const cTilde = shake256.create({ dkLen: C_TILDE_BYTES }).update(mu).update(W1Vec.encode(w1)).digest();
        const cHat = crystals.NTT.encode(SampleInBall(cTilde));
        const cs1 = s1.map((i) => MultiplyNTTs(i, cHat));
        for (let i = 0; i < L2; i++) {
          polyAdd(crystals.NTT.decode(cs1[i]), y[i]);
          if (polyChknorm(cs1[i], GAMMA1 - BETA)) {
            cleanBytes(cTilde, cs1, cHat, w1, w, z, y);
            continue main_loop;
          }
        }
        let cnt = 0;
        const h = [];
        for (let i = 0; i < K; i++) {
          const cs2 = crystals.NTT.decode(MultiplyNTTs(s2[i], cHat));
          const r0 = polySub(w[i], cs2).map(LowBits);
          if (polyChknorm(r0, GAMMA2 - BETA)) {
            cleanBytes(cTilde, cs1, cHat, w1, w, z, y, h, cs2, r0);
            continue main_loop;
          }
          const ct0 = crystals.NTT.decode(MultiplyNTTs(t0[i], cHat));
          if (polyChknorm(ct0, GAMMA2)) {
            cleanBytes(cTilde, cs1, cHat, w1, w, z, y, h, cs2, r0, ct0);
            continue main_loop;
          }
          polyAdd(r0, ct0);
          const hint = polyMakeHint(r0, w1[i]);
          h.push(hint.v);
          cnt += hint.cnt;
        }
        if (cnt > OMEGA) {
          cleanBytes(cTilde, cs1, cHat, w1, w, z, y, h);
          continue;
        }
        x256.clean();
        const res = sigCoder.encode([cTilde, cs1, h]);
        cleanBytes(cTilde, cs1, h, cHat, w1, w, z, y, rhoprime, s1, s2, t0, ...A);
        if (!externalMu)
          cleanBytes(mu);
        return res;
      }
      throw new Error("Unreachable code path reached, report this error");
    },
    verify: (sig, msg, publicKey, opts2 = {}) => {
      opts2 = validateInternalOpts(opts2, INTERNAL_VER_OPT_KEYS);
      const { externalMu = false } = opts2;
      if (externalMu)
        abytesDoc(msg, CRH_BYTES, "mu");
      const [rho, t1] = publicCoder.decode(publicKey);
      const tr = shake256(publicKey, { dkLen: TR_BYTES });
      if (sig.length !== sigCoder.bytesLen)
        return false;
      const [cTilde, z, h] = sigCoder.decode(sig);
      if (h === false)
        return false;
      for (let i = 0; i < L2; i++)
        if (polyChknorm(z[i], GAMMA1 - BETA))
          return false;
      const mu = externalMu ? msg : (
        // 7: µ ← H(tr||M, 512)
        shake256.create({ dkLen: CRH_BYTES }).update(tr).update(msg).digest()
      );
      const c = crystals.NTT.encode(SampleInBall(cTilde));
      const zNtt = z.map((i) => i.slice());
      for (let i = 0; i < L2; i++)
        crystals.NTT.encode(zNtt[i]);
      const wTick1 = [];
      const xof = XOF1282(rho);
      for (let i = 0; i < K; i++) {
        const ct12d = MultiplyNTTs(crystals.NTT.encode(polyShiftl(t1[i])), c);
        const Az = newPoly(N);
        for (let j = 0; j < L2; j++) {
          const aij = RejNTTPoly(xof.get(j, i));
          polyAdd(Az, MultiplyNTTs(aij, zNtt[j]));
        }
        const wApprox = crystals.NTT.decode(polySub(Az, ct12d));
        wTick1.push(polyUseHint(wApprox, h[i]));
      }
      xof.clean();
      const c2 = shake256.create({ dkLen: C_TILDE_BYTES }).update(mu).update(W1Vec.encode(wTick1)).digest();
      for (const t of h) {
        const sum = t.reduce((acc, i) => acc + i, 0);
        if (!(sum <= OMEGA))
          return false;
      }
      for (const t of z)
        if (polyChknorm(t, GAMMA1 - BETA))
          return false;
      return equalBytes(cTilde, c2);
    }
  });
  return Object.freeze({
    info: Object.freeze({ type: "ml-dsa" }),
    internal,
    securityLevel,
    keygen: internal.keygen,
    lengths: internal.lengths,
    getPublicKey: internal.getPublicKey,
    sign: (msg, secretKey, opts2 = {}) => {
      opts2 = validateSigOpts2(opts2);
      const M = getMessage(msg, opts2.context);
      const res = internal.sign(M, secretKey, {
        extraEntropy: opts2.extraEntropy,
        externalMu: false
      });
      cleanBytes(M);
      return res;
    },
    verify: (sig, msg, publicKey, opts2 = {}) => {
      opts2 = validateVerOpts(opts2);
      abytesDoc(sig, void 0, "signature");
      return internal.verify(sig, getMessage(msg, opts2.context), publicKey, { externalMu: false });
    },
    prehash: (hash) => {
      checkHash(hash, securityLevel);
      const rawHash = hash;
      return Object.freeze({
        info: Object.freeze({ type: "hashml-dsa" }),
        securityLevel,
        lengths: internal.lengths,
        keygen: internal.keygen,
        getPublicKey: internal.getPublicKey,
        sign: (msg, secretKey, opts2 = {}) => {
          opts2 = validateSigOpts2(opts2);
          const M = getMessagePrehash(rawHash, msg, opts2.context);
          const res = internal.sign(M, secretKey, {
            extraEntropy: opts2.extraEntropy,
            externalMu: false
          });
          cleanBytes(M);
          return res;
        },
        verify: (sig, msg, publicKey, opts2 = {}) => {
          opts2 = validateVerOpts(opts2);
          abytesDoc(sig, void 0, "signature");
          return internal.verify(sig, getMessagePrehash(rawHash, msg, opts2.context), publicKey, {
            externalMu: false
          });
        }
      });
    }
  });
}
var ml_dsa44 = /* @__PURE__ */ (() => getDilithium({
  ...PARAMS[2],
  CRH_BYTES: 64,
  TR_BYTES: 64,
  C_TILDE_BYTES: 32,
  XOF128,
  XOF256,
  securityLevel: 128
}))();
var ml_dsa65 = /* @__PURE__ */ (() => getDilithium({
  ...PARAMS[3],
  CRH_BYTES: 64,
  TR_BYTES: 64,
  C_TILDE_BYTES: 48,
  XOF128,
  XOF256,
  securityLevel: 192
}))();
var ml_dsa87 = /* @__PURE__ */ (() => getDilithium({
  ...PARAMS[5],
  CRH_BYTES: 64,
  TR_BYTES: 64,
  C_TILDE_BYTES: 64,
  XOF128,
  XOF256,
  securityLevel: 256
}))();

// node_modules/@noble/curves/abstract/edwards.js
var _0n7 = /* @__PURE__ */ BigInt(0);
var _1n6 = /* @__PURE__ */ BigInt(1);
var _2n4 = /* @__PURE__ */ BigInt(2);
var _4n4 = /* @__PURE__ */ BigInt(4);
var _8n2 = /* @__PURE__ */ BigInt(8);
function isEdValidXY(Fp2, CURVE, x, y) {
  const x2 = Fp2.sqr(x);
  const y2 = Fp2.sqr(y);
  const left = Fp2.add(Fp2.mul(CURVE.a, x2), y2);
  const right = Fp2.add(Fp2.ONE, Fp2.mul(CURVE.d, Fp2.mul(x2, y2)));
  return Fp2.eql(left, right);
}
function edwards(params, extraOpts = {}) {
  validateObject(extraOpts, {}, {}, "extraOpts");
  const opts = extraOpts;
  const validated = createCurveFields("edwards", params, opts, opts.FpFnLE);
  const { Fp: Fp2, Fn } = validated;
  let CURVE = validated.CURVE;
  const { h: cofactor } = CURVE;
  if (FpLegendre(Fp2, CURVE.a) !== 1)
    throw new Error("edwards: CURVE.a must be a square in Fp for complete addition formulas");
  if (FpLegendre(Fp2, CURVE.d) !== -1)
    throw new Error("edwards: CURVE.d must be a non-square in Fp for complete addition formulas");
  validateObject(opts, {}, { uvRatio: "function", randomBytes: "function" });
  const randomBytes4 = opts.randomBytes === void 0 ? randomBytes2 : opts.randomBytes;
  const MASK = _2n4 << BigInt(Fp2.BYTES * 8) - _1n6;
  function isOdd(n) {
    if (!Fp2.isOdd)
      throw new Error("Field does not have .isOdd()");
    return Fp2.isOdd(n);
  }
  const uvRatio2 = opts.uvRatio === void 0 ? (u, v) => {
    try {
      return { isValid: true, value: Fp2.sqrt(Fp2.div(u, v)) };
    } catch (e) {
      return { isValid: false, value: _0n7 };
    }
  } : opts.uvRatio;
  if (!isEdValidXY(Fp2, CURVE, CURVE.Gx, CURVE.Gy))
    throw new Error("bad curve params: generator point");
  const mulA = Fp2.eql(CURVE.a, Fp2.neg(Fp2.ONE)) ? (x) => Fp2.neg(x) : Fp2.eql(CURVE.a, Fp2.ONE) ? (x) => x : (x) => Fp2.mul(CURVE.a, x);
  function acoord(title, n, banZero = false) {
    const min = banZero ? _1n6 : _0n7;
    aInRange("coordinate " + title, n, min, MASK);
    return n;
  }
  function aedpoint(other) {
    if (!(other instanceof Point2))
      throw new Error("EdwardsPoint expected");
  }
  class Point2 {
    static BASE = new Point2(CURVE.Gx, CURVE.Gy, Fp2.ONE, Fp2.mul(CURVE.Gx, CURVE.Gy));
    static ZERO = new Point2(Fp2.ZERO, Fp2.ONE, Fp2.ONE, Fp2.ZERO);
    static Fp = Fp2;
    static Fn = Fn;
    X;
    Y;
    Z;
    T;
    constructor(X, Y, Z, T) {
      this.X = acoord("x", X);
      this.Y = acoord("y", Y);
      this.Z = acoord("z", Z, true);
      this.T = acoord("t", T);
      Object.freeze(this);
    }
    static CURVE() {
      return CURVE;
    }
    /**
     * Create one extended Edwards point from affine coordinates.
     * Does NOT validate that the point is on-curve or torsion-free.
     * Use `.assertValidity()` on adversarial inputs.
     */
    static fromAffine(p) {
      if (p instanceof Point2)
        throw new Error("extended point not allowed");
      const { x, y } = p || {};
      acoord("x", x);
      acoord("y", y);
      return new Point2(x, y, Fp2.ONE, Fp2.mul(x, y));
    }
    // Uses algo from RFC8032 5.1.3.
    static fromBytes(bytes2, zip215 = false) {
      const len = Fp2.BYTES;
      const { a, d } = CURVE;
      bytes2 = copyBytes(abytes2(bytes2, len, "point"));
      abool2(zip215, "zip215");
      const normed = copyBytes(bytes2);
      const lastByte = bytes2[len - 1];
      normed[len - 1] = lastByte & ~128;
      const y = bytesToNumberLE(normed);
      const max = zip215 ? MASK : Fp2.ORDER;
      aInRange("point.y", y, _0n7, max);
      const y2 = Fp2.sqr(y);
      const u = Fp2.sub(y2, Fp2.ONE);
      const v = Fp2.sub(Fp2.mulN(d, y2), a);
      let { isValid, value: x } = uvRatio2(u, v);
      if (!isValid)
        throw new Error("bad point: invalid y coordinate");
      const isXOdd = isOdd(x);
      const isLastByteOdd = (lastByte & 128) !== 0;
      if (!zip215 && Fp2.is0(x) && isLastByteOdd)
        throw new Error("bad point: x=0 and x_0=1");
      if (isLastByteOdd !== isXOdd)
        x = Fp2.neg(x);
      return Point2.fromAffine({ x, y });
    }
    static fromHex(hex2, zip215 = false) {
      return Point2.fromBytes(hexToBytes2(hex2), zip215);
    }
    get x() {
      return this.toAffine().x;
    }
    get y() {
      return this.toAffine().y;
    }
    precompute(windowSize = 6, isLazy = true) {
      wnaf.setWindowSize(this, windowSize);
      if (!isLazy)
        this.multiply(_2n4);
      return this;
    }
    // Useful in fromAffine() - not for fromBytes(), which always created valid points.
    assertValidity() {
      const p = this;
      const { a, d } = CURVE;
      if (p.is0())
        throw new Error("bad point: ZERO");
      const { X, Y, Z, T } = p;
      const X2 = Fp2.sqr(X);
      const Y2 = Fp2.sqr(Y);
      const Z2 = Fp2.sqr(Z);
      const Z4 = Fp2.sqr(Z2);
      const aX2 = Fp2.mul(X2, a);
      const left = Fp2.mul(Fp2.add(aX2, Y2), Z2);
      const right = Fp2.add(Z4, Fp2.mul(d, Fp2.mul(X2, Y2)));
      if (!Fp2.eql(left, right))
        throw new Error("bad point: equation left != right (1)");
      const XY = Fp2.mul(X, Y);
      const ZT = Fp2.mul(Z, T);
      if (!Fp2.eql(XY, ZT))
        throw new Error("bad point: equation left != right (2)");
    }
    // Compare one point to another.
    equals(other) {
      aedpoint(other);
      const { X: X1, Y: Y1, Z: Z1 } = this;
      const { X: X2, Y: Y2, Z: Z2 } = other;
      const X1Z2 = Fp2.mul(X1, Z2);
      const X2Z1 = Fp2.mul(X2, Z1);
      const Y1Z2 = Fp2.mul(Y1, Z2);
      const Y2Z1 = Fp2.mul(Y2, Z1);
      return Fp2.eql(X1Z2, X2Z1) && Fp2.eql(Y1Z2, Y2Z1);
    }
    is0() {
      return this.equals(Point2.ZERO);
    }
    negate() {
      return new Point2(Fp2.neg(this.X), this.Y, this.Z, Fp2.neg(this.T));
    }
    // Fast algo for doubling Extended Point.
    // https://hyperelliptic.org/EFD/g1p/auto-twisted-extended.html#doubling-dbl-2008-hwcd
    // Cost: 4M + 4S + 1*a + 6add + 1*2.
    double() {
      const { X: X1, Y: Y1, Z: Z1 } = this;
      const A = Fp2.sqr(X1);
      const B2 = Fp2.sqr(Y1);
      const C = Fp2.mul(Fp2.sqr(Z1), _2n4);
      const D3 = mulA(A);
      const x1y1 = Fp2.addN(X1, Y1);
      const E = Fp2.sub(Fp2.subN(Fp2.sqr(x1y1), A), B2);
      const G = Fp2.addN(D3, B2);
      const F2 = Fp2.subN(G, C);
      const H = Fp2.subN(D3, B2);
      const X3 = Fp2.mul(E, F2);
      const Y3 = Fp2.mul(G, H);
      const T3 = Fp2.mul(E, H);
      const Z3 = Fp2.mul(F2, G);
      return new Point2(X3, Y3, Z3, T3);
    }
    // Fast algo for adding 2 Extended Points.
    // https://hyperelliptic.org/EFD/g1p/auto-twisted-extended.html#addition-add-2008-hwcd
    // Cost: 9M + 1*a + 1*d + 7add.
    add(other) {
      aedpoint(other);
      const { d } = CURVE;
      const { X: X1, Y: Y1, Z: Z1, T: T1 } = this;
      const { X: X2, Y: Y2, Z: Z2, T: T2 } = other;
      const A = Fp2.mul(X1, X2);
      const B2 = Fp2.mul(Y1, Y2);
      const C = Fp2.mul(Fp2.mulN(T1, d), T2);
      const D3 = Fp2.mul(Z1, Z2);
      const E = Fp2.sub(Fp2.subN(Fp2.mulN(Fp2.addN(X1, Y1), Fp2.addN(X2, Y2)), A), B2);
      const F2 = Fp2.subN(D3, C);
      const G = Fp2.addN(D3, C);
      const H = Fp2.sub(B2, mulA(A));
      const X3 = Fp2.mul(E, F2);
      const Y3 = Fp2.mul(G, H);
      const T3 = Fp2.mul(E, H);
      const Z3 = Fp2.mul(F2, G);
      return new Point2(X3, Y3, Z3, T3);
    }
    subtract(other) {
      aedpoint(other);
      return this.add(other.negate());
    }
    // Constant-time multiplication.
    multiply(scalar) {
      if (!Fn.isValidNot0(scalar))
        throw new RangeError("invalid scalar: expected 1 <= sc < curve.n");
      const { p, f } = wnaf.mulSecret(this, scalar, cofactor, normalize);
      return normalize([p, f])[0];
    }
    // Non-constant-time multiplication. Uses double-and-add algorithm.
    // It's faster, but should only be used when you don't care about
    // an exposed private key e.g. sig verification.
    // Keeps the same subgroup-scalar contract: 0 is allowed for public-scalar callers, but
    // n and larger values are rejected instead of being reduced mod n to the identity point.
    multiplyUnsafe(scalar) {
      if (!Fn.isValid(scalar))
        throw new RangeError("invalid scalar: expected 0 <= sc < curve.n");
      if (scalar === _0n7)
        return Point2.ZERO;
      if (this.is0() || scalar === _1n6)
        return this;
      return wnaf.mulUnsafe(this, scalar, normalize);
    }
    // Checks if point is of small order.
    // If you add something to small order point, you will have "dirty"
    // point with torsion component.
    // Clears cofactor and checks if the result is 0.
    isSmallOrder() {
      return this.clearCofactor().is0();
    }
    // Multiplies point by curve order and checks if the result is 0.
    // Returns `false` is the point is dirty.
    isTorsionFree() {
      return wnaf.mulUnsafe(this, CURVE.n).is0();
    }
    // Converts Extended point to default (x, y) coordinates.
    // Can accept precomputed Z^-1 - for example, from invertBatch.
    toAffine(invertedZ) {
      const p = this;
      let iz = invertedZ;
      if (iz != null && typeof iz !== "bigint")
        throw new TypeError('"invertedZ" expected bigint, got type=' + typeof iz);
      const { X, Y, Z } = p;
      const is0 = p.is0();
      if (iz == null)
        iz = is0 ? Fp2.create(_8n2) : Fp2.inv(Z);
      const x = Fp2.mul(X, iz);
      const y = Fp2.mul(Y, iz);
      const zz = Fp2.mul(Z, iz);
      if (is0)
        return { x: Fp2.ZERO, y: Fp2.ONE };
      if (!Fp2.eql(zz, Fp2.ONE))
        throw new Error("invZ was invalid");
      return { x, y };
    }
    clearCofactor() {
      if (cofactor === _1n6)
        return this;
      if (cofactor === _2n4)
        return this.double();
      if (cofactor === _4n4)
        return this.double().double();
      if (cofactor === _8n2)
        return this.double().double().double();
      return this.multiplyUnsafe(cofactor);
    }
    toBytes() {
      const { x, y } = this.toAffine();
      const bytes2 = Fp2.toBytes(y);
      bytes2[bytes2.length - 1] |= isOdd(x) ? 128 : 0;
      return bytes2;
    }
    toHex() {
      return bytesToHex2(this.toBytes());
    }
    toString() {
      return `<Point ${this.is0() ? "ZERO" : this.toHex()}>`;
    }
  }
  const normalize = (points) => normalizeZ(Point2, points);
  const wnaf = new ScalarMultiplier(Point2, randomBytes4);
  if (wnaf.bits >= 6)
    Point2.BASE.precompute(6);
  Object.freeze(Point2.prototype);
  Object.freeze(Point2);
  return Point2;
}
function eddsa(Point2, cHash, eddsaOpts = {}) {
  validatePointCons(Point2);
  if (typeof cHash !== "function")
    throw new Error('"hash" function param is required');
  const hash = cHash;
  const opts = eddsaOpts;
  validateObject(opts, {}, {
    adjustScalarBytes: "function",
    randomBytes: "function",
    domain: "function",
    prehash: "function",
    zip215: "boolean",
    mapToCurve: "function",
    toMontgomery: "function",
    toMontgomerySecret: "function"
  });
  const { prehash } = opts;
  const { BASE, Fp: Fp2, Fn } = Point2;
  const outputLen = hash.outputLen;
  const expectedLen = 2 * Fp2.BYTES;
  if (outputLen !== void 0) {
    asafenumber(outputLen, "hash.outputLen");
    if (outputLen !== expectedLen)
      throw new Error(`hash.outputLen must be ${expectedLen}, got ${outputLen}`);
  }
  const randomBytes4 = opts.randomBytes === void 0 ? randomBytes2 : opts.randomBytes;
  const toMontgomery2 = opts.toMontgomery;
  const toMontgomerySecret2 = opts.toMontgomerySecret;
  const adjustScalarBytes2 = opts.adjustScalarBytes === void 0 ? (bytes2) => bytes2 : opts.adjustScalarBytes;
  const domain = opts.domain === void 0 ? (data, ctx, phflag) => {
    abool2(phflag, "phflag");
    if (ctx.length || phflag)
      throw new Error("Contexts/pre-hash are not supported");
    return data;
  } : opts.domain;
  function modN_LE(hash2) {
    return Fn.create(bytesToNumberLE(hash2));
  }
  function getPrivateScalar(key2) {
    const len = lengths.secretKey;
    abytes2(key2, lengths.secretKey, "secretKey");
    const hashed = abytes2(hash(key2), 2 * len, "hashedSecretKey");
    const head2 = adjustScalarBytes2(hashed.slice(0, len));
    const prefix = hashed.slice(len, 2 * len);
    const scalar = modN_LE(head2);
    return { head: head2, prefix, scalar };
  }
  function getExtendedPublicKey(secretKey) {
    const { head: head2, prefix, scalar } = getPrivateScalar(secretKey);
    const point = BASE.multiply(scalar);
    const pointBytes = point.toBytes();
    return { head: head2, prefix, scalar, point, pointBytes };
  }
  function getPublicKey(secretKey) {
    return getExtendedPublicKey(secretKey).pointBytes;
  }
  function hashDomainToScalar(context2 = Uint8Array.of(), ...msgs) {
    const msg = concatBytes2(...msgs);
    return modN_LE(hash(domain(msg, abytes2(context2, void 0, "context"), !!prehash)));
  }
  function sign(msg, secretKey, options = {}) {
    validateObject(options, {}, {}, "options");
    msg = copyBytes(abytes2(msg, void 0, "message"));
    if (prehash)
      msg = prehash(msg);
    const { prefix, scalar, pointBytes } = getExtendedPublicKey(secretKey);
    const r = hashDomainToScalar(options.context, prefix, msg);
    const R = BASE.multiply(r).toBytes();
    const k = hashDomainToScalar(options.context, R, pointBytes, msg);
    const s = Fn.create(r + k * scalar);
    if (!Fn.isValid(s))
      throw new Error("sign failed: invalid s");
    const rs = concatBytes2(R, Fn.toBytes(s));
    return abytes2(rs, lengths.signature, "result");
  }
  const verifyOpts = {
    zip215: opts.zip215
  };
  function verify2(sig, msg, publicKey, options = verifyOpts) {
    validateObject(options);
    const { context: context2 } = options;
    const zip215 = options.zip215 === void 0 ? !!verifyOpts.zip215 : options.zip215;
    const len = lengths.signature;
    sig = abytes2(sig, len, "signature");
    msg = abytes2(msg, void 0, "message");
    publicKey = abytes2(publicKey, lengths.publicKey, "publicKey");
    if (zip215 !== void 0)
      abool2(zip215, "zip215");
    if (prehash)
      msg = prehash(msg);
    const mid = len / 2;
    const r = sig.subarray(0, mid);
    const s = bytesToNumberLE(sig.subarray(mid, len));
    let A, R, SB;
    try {
      A = Point2.fromBytes(publicKey, zip215);
      R = Point2.fromBytes(r, zip215);
      SB = BASE.multiplyUnsafe(s);
    } catch (error) {
      return false;
    }
    if (!zip215 && A.isSmallOrder())
      return false;
    const k = hashDomainToScalar(context2, r, publicKey, msg);
    const RkA = R.add(A.multiplyUnsafe(k));
    return RkA.subtract(SB).clearCofactor().is0();
  }
  const _size = Fp2.BYTES;
  const lengths = {
    secretKey: _size,
    publicKey: _size,
    signature: 2 * _size,
    seed: _size
  };
  function randomSecretKey(seed) {
    seed = seed === void 0 ? randomBytes4(lengths.seed) : seed;
    return abytes2(seed, lengths.seed, "seed");
  }
  function isValidSecretKey(key2) {
    return isBytes2(key2) && key2.length === lengths.secretKey;
  }
  function isValidPublicKey(key2, zip215) {
    try {
      return !!Point2.fromBytes(key2, zip215 === void 0 ? verifyOpts.zip215 : zip215);
    } catch (error) {
      return false;
    }
  }
  const utils = {
    getExtendedPublicKey,
    randomSecretKey,
    isValidSecretKey,
    isValidPublicKey,
    /** Converts an Edwards public key to a companion Montgomery public key. */
    toMontgomery(publicKey) {
      if (toMontgomery2 === void 0)
        throw new Error("Montgomery conversion is not supported for this curve");
      return toMontgomery2(Point2.fromBytes(publicKey));
    },
    toMontgomerySecret(secretKey) {
      if (toMontgomerySecret2 === void 0)
        throw new Error("Montgomery conversion is not supported for this curve");
      return toMontgomerySecret2(secretKey);
    }
  };
  Object.freeze(lengths);
  Object.freeze(utils);
  return Object.freeze({
    keygen: createKeygen(randomSecretKey, getPublicKey),
    getPublicKey,
    sign,
    verify: verify2,
    utils,
    Point: Point2,
    lengths
  });
}

// node_modules/@noble/curves/ed25519.js
var _1n7 = /* @__PURE__ */ BigInt(1);
var _2n5 = /* @__PURE__ */ BigInt(2);
var _5n2 = /* @__PURE__ */ BigInt(5);
var _8n3 = /* @__PURE__ */ BigInt(8);
var ed25519_CURVE_p = /* @__PURE__ */ BigInt("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");
var ed25519_CURVE = /* @__PURE__ */ (() => ({
  p: ed25519_CURVE_p,
  n: BigInt("0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"),
  h: _8n3,
  a: BigInt("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"),
  d: BigInt("0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3"),
  Gx: BigInt("0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a"),
  Gy: BigInt("0x6666666666666666666666666666666666666666666666666666666666666658")
}))();
function ed25519_pow_2_252_3(x) {
  const _10n = BigInt(10), _20n = BigInt(20), _40n = BigInt(40), _80n = BigInt(80);
  const P2 = ed25519_CURVE_p;
  const x2 = x * x % P2;
  const b2 = x2 * x % P2;
  const b4 = pow2(b2, _2n5, P2) * b2 % P2;
  const b5 = pow2(b4, _1n7, P2) * x % P2;
  const b10 = pow2(b5, _5n2, P2) * b5 % P2;
  const b20 = pow2(b10, _10n, P2) * b10 % P2;
  const b40 = pow2(b20, _20n, P2) * b20 % P2;
  const b80 = pow2(b40, _40n, P2) * b40 % P2;
  const b160 = pow2(b80, _80n, P2) * b80 % P2;
  const b240 = pow2(b160, _80n, P2) * b80 % P2;
  const b250 = pow2(b240, _10n, P2) * b10 % P2;
  const pow_p_5_8 = pow2(b250, _2n5, P2) * x % P2;
  return { pow_p_5_8, b2 };
}
function adjustScalarBytes(bytes2) {
  bytes2[0] &= 248;
  bytes2[31] &= 127;
  bytes2[31] |= 64;
  return bytes2;
}
var ED25519_SQRT_M1 = /* @__PURE__ */ BigInt("19681161376707505956807079304988542015446066515923890162744021073123829784752");
function uvRatio(u, v) {
  const P2 = ed25519_CURVE_p;
  const v3 = mod(v * v * v, P2);
  const v7 = mod(v3 * v3 * v, P2);
  const pow3 = ed25519_pow_2_252_3(u * v7).pow_p_5_8;
  let x = mod(u * v3 * pow3, P2);
  const vx2 = mod(v * x * x, P2);
  const root1 = x;
  const root2 = mod(x * ED25519_SQRT_M1, P2);
  const useRoot1 = vx2 === u;
  const useRoot2 = vx2 === mod(-u, P2);
  const noRoot = vx2 === mod(-u * ED25519_SQRT_M1, P2);
  if (useRoot1)
    x = root1;
  if (useRoot2 || noRoot)
    x = root2;
  if (isNegativeLE(x, P2))
    x = mod(-x, P2);
  return { isValid: useRoot1 || useRoot2, value: x };
}
var ed25519_Point = /* @__PURE__ */ edwards(ed25519_CURVE, { uvRatio });
var Fp = /* @__PURE__ */ (() => ed25519_Point.Fp)();
function toMontgomery(point) {
  const { y } = point;
  return Fp.toBytes(Fp.div(_1n7 + y, _1n7 - y));
}
function toMontgomerySecret(secretKey) {
  const size2 = ed25519_Point.Fp.BYTES;
  abytes(secretKey, size2);
  return adjustScalarBytes(sha512(secretKey.subarray(0, size2))).subarray(0, size2);
}
function ed(opts) {
  return eddsa(ed25519_Point, sha512, Object.assign({ adjustScalarBytes, toMontgomery, toMontgomerySecret, zip215: true }, opts));
}
var ed25519 = /* @__PURE__ */ ed({});

// src/ed25519.mjs
var { Point } = ed25519;
var P = 2n ** 255n - 19n;
var L = 2n ** 252n + 27742317777372353535851937790883648493n;
var D2 = mod2(-121665n * power(121666n, P - 2n));
var ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);
function mod2(a) {
  const rest = a % P;
  return rest < 0n ? rest + P : rest;
}
function power(base, exponent) {
  let result = 1n;
  for (let square = mod2(base); exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = result * square % P;
    square = square * square % P;
  }
  return result;
}
function littleEndian(bytes2) {
  let number2 = 0n;
  for (let n = bytes2.length - 1; n >= 0; n--) number2 = number2 << 8n | BigInt(bytes2[n]);
  return number2;
}
function decode(bytes2) {
  const number2 = littleEndian(bytes2);
  const sign = number2 >> 255n;
  const y = number2 & (1n << 255n) - 1n;
  if (y >= P) refuse("key-not-canonical");
  const u = mod2(y * y - 1n);
  const v = mod2(D2 * y * y + 1n);
  let x = mod2(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  if (mod2(v * x * x) === mod2(-u)) x = mod2(x * ROOT_OF_MINUS_ONE);
  if (mod2(v * x * x) !== u) refuse("key-not-on-curve");
  if (x === 0n && sign === 1n) refuse("key-not-canonical");
  if ((x & 1n) !== sign) x = P - x;
  return Point.fromAffine({ x, y });
}
function publicPoint(bytes2) {
  const point = decode(bytes2);
  if (point.multiplyUnsafe(8n).is0()) refuse("key-small-order");
  if (!point.multiplyUnsafe(L - 1n).add(point).is0()) refuse("key-torsioned");
  return point;
}
function verifies(point, key2, message, signature) {
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (s >= L) return false;
  const k = littleEndian(sha512(join(r, key2, message))) % L;
  const difference = Point.BASE.multiplyUnsafe(s).add(point.multiplyUnsafe(k).negate());
  return equal(difference.toBytes(), r);
}

// src/text.mjs
var LONGEST = 65536;
var CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
var INVISIBLE = new RegExp(
  "[\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]",
  "u"
);
var reader = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
function decodeText(bytes2) {
  try {
    return reader.decode(bytes2);
  } catch {
    return null;
  }
}
function plain(bytes2) {
  for (let n = 0; n < bytes2.length; n++) {
    const byte = bytes2[n];
    if (byte > 126 || byte < 32 && byte !== 9 && byte !== 10) return false;
  }
  return true;
}
function checkText(bytes2) {
  if (bytes2.length <= LONGEST && plain(bytes2)) return;
  const text2 = decodeText(bytes2);
  if (text2 === null) refuse("cbor-unreadable");
  if (bytes2.length > LONGEST) refuse("text-too-long");
  if (CONTROL.test(text2)) refuse("text-control");
  if (INVISIBLE.test(text2)) refuse("text-invisible");
  if (text2.normalize("NFC") !== text2) refuse("text-not-nfc");
}

// src/encoding.mjs
var MAX_INT = Number.MAX_SAFE_INTEGER;
var DEEPEST = 12;
var UNSIGNED = 0;
var NEGATIVE = 1;
var BYTES = 2;
var TEXT = 3;
var ARRAY = 4;
var MAP = 5;
var TAG = 6;
function headAt(bytes2, at2) {
  const first = bytes2[at2];
  const low = first & 31;
  if (low < 24) return { type: first >> 5, number: low, next: at2 + 1 };
  let number2 = 0;
  const size2 = 1 << low - 24;
  for (let n = 1; n <= size2; n++) number2 = number2 * 256 + bytes2[at2 + n];
  return { type: first >> 5, number: number2, next: at2 + 1 + size2 };
}
function endOf(bytes2, at2) {
  let left = 1;
  while (left > 0) {
    left--;
    const { type, number: number2, next } = headAt(bytes2, at2);
    at2 = next;
    if (type === BYTES || type === TEXT) at2 += number2;
    else if (type === ARRAY) left += number2;
    else if (type === MAP) left += 2 * number2;
    else if (type === TAG) left += 1;
  }
  return at2;
}
var Checker = class {
  constructor(bytes2) {
    this.bytes = bytes2;
    this.at = 0;
    this.open = [];
  }
  // A head, whatever it is of. Faults of the head itself: cut short, reserved, or longer than it need be.
  head() {
    const { bytes: bytes2 } = this;
    if (this.at >= bytes2.length) refuse("cbor-unreadable");
    const first = bytes2[this.at];
    const type = first >> 5;
    const low = first & 31;
    if (low > 27) refuse("cbor-unreadable");
    const size2 = low < 24 ? 0 : 1 << low - 24;
    if (this.at + 1 + size2 > bytes2.length) refuse("cbor-unreadable");
    let high = 0;
    let number2 = low < 24 ? low : 0;
    for (let n = 1; n <= size2; n++) {
      if (size2 === 8 && n === 5) {
        high = number2;
        number2 = 0;
      }
      number2 = number2 * 256 + bytes2[this.at + n];
    }
    this.at += 1 + size2;
    if (type === 7) return { type, low, number: number2, huge: false };
    const least = [0, 24, 256, 65536][size2 === 0 ? 0 : size2 === 1 ? 1 : size2 === 2 ? 2 : 3];
    if (size2 === 8 ? high === 0 : size2 > 0 && number2 < least) refuse("cbor-not-canonical");
    if (size2 === 8) number2 += high * 2 ** 32;
    return { type, low, number: number2, huge: high > 2097151 };
  }
  // What follows the head of an item that is neither array, map nor tag.
  leaf({ type, low, number: number2, huge }) {
    if (type === UNSIGNED && huge) refuse("cbor-integer-range");
    if (type === NEGATIVE && (huge || number2 >= MAX_INT)) refuse("cbor-integer-range");
    if (type === BYTES || type === TEXT) {
      if (huge || number2 > this.bytes.length - this.at) refuse("cbor-unreadable");
      const start = this.at;
      this.at += number2;
      if (type === TEXT) checkText(this.bytes.subarray(start, this.at));
    }
    if (type === 7 && (low < 20 || low > 22)) refuse(low === 24 && number2 < 32 ? "cbor-unreadable" : "cbor-type");
  }
  key(map) {
    const start = this.at;
    const head2 = this.head();
    if (head2.type !== UNSIGNED && head2.type !== BYTES && head2.type !== TEXT) refuse("cbor-key-type");
    if (map.type !== -1 && map.type !== head2.type) refuse("cbor-key-type");
    map.type = head2.type;
    this.leaf(head2);
    if (map.last >= 0) {
      const order = compare(this.bytes.subarray(map.last, map.end), this.bytes.subarray(start, this.at));
      if (order === 0) refuse("cbor-unreadable");
      if (order > 0) refuse("cbor-not-canonical");
    }
    map.last = start;
    map.end = this.at;
  }
  run(tag) {
    if (tag !== null) {
      const head2 = this.head();
      if (head2.type !== TAG || head2.number !== tag) refuse("cbor-tag");
    }
    const { open } = this;
    for (; ; ) {
      const inside = open.length > 0 ? open[open.length - 1] : null;
      if (inside !== null && inside.left === 0) {
        open.pop();
        if (open.length === 0) break;
        continue;
      }
      if (inside !== null) {
        inside.left--;
        if (inside.map) this.key(inside);
      }
      const head2 = this.head();
      if (head2.type === TAG) refuse("cbor-tag");
      if (head2.type === ARRAY || head2.type === MAP) {
        if (open.length === DEEPEST) refuse("cbor-depth");
        open.push({ left: head2.number, map: head2.type === MAP, type: -1, last: -1, end: -1 });
        continue;
      }
      this.leaf(head2);
      if (open.length === 0) break;
    }
    if (this.at !== this.bytes.length) refuse("cbor-not-canonical");
  }
};
function check(bytes2, limit, tag = null) {
  if (bytes2.length > limit) refuse("too-large");
  new Checker(bytes2).run(tag);
}
function headOf(type, number2) {
  const top = type << 5;
  if (number2 < 24) return Uint8Array.of(top | number2);
  if (number2 < 256) return Uint8Array.of(top | 24, number2);
  if (number2 < 65536) return Uint8Array.of(top | 25, number2 >> 8, number2 & 255);
  const long = number2 >= 2 ** 32;
  const whole = new Uint8Array(long ? 9 : 5);
  const view = new DataView(whole.buffer);
  whole[0] = top | (long ? 27 : 26);
  if (long) view.setUint32(1, Math.floor(number2 / 2 ** 32));
  view.setUint32(long ? 5 : 1, number2 >>> 0);
  return whole;
}
var bytesItem = (value) => join(headOf(BYTES, value.length), value);
function textItem(value) {
  const bytes2 = encodeText(value);
  return join(headOf(TEXT, bytes2.length), bytes2);
}
var arrayItem = (...items) => join(headOf(ARRAY, items.length), ...items);
var headerItem = (alg, kid) => join(Uint8Array.of(162, 1), headOf(NEGATIVE, -1 - alg), Uint8Array.of(4), bytesItem(kid));
var tagged = (tag, ...items) => sha256(arrayItem(textItem("detente/1/" + tag), ...items));

// src/shapes.mjs
var Cursor = class {
  constructor(bytes2, at2, build) {
    this.bytes = bytes2;
    this.at = at2;
    this.build = build;
  }
  head(type) {
    const head2 = headAt(this.bytes, this.at);
    if (head2.type !== type) refuse("shape");
    this.at = head2.next;
    return head2.number;
  }
};
function unpack(shape2, bytes2, limit) {
  check(bytes2, limit);
  return shape2(new Cursor(bytes2, 0, true));
}
function readAt(shape2, bytes2, at2 = 0) {
  return shape2(new Cursor(bytes2, at2, true));
}
var uint = (least = 0, most = MAX_INT) => (cursor) => {
  const number2 = cursor.head(UNSIGNED);
  if (number2 < least || number2 > most) refuse("shape");
  return number2;
};
var int = (least = -MAX_INT, most = MAX_INT) => (cursor) => {
  const { type } = headAt(cursor.bytes, cursor.at);
  const number2 = type === NEGATIVE ? -1 - cursor.head(NEGATIVE) : cursor.head(UNSIGNED);
  if (number2 < least || number2 > most) refuse("shape");
  return number2;
};
var bytes = (least, most = least) => (cursor) => {
  const size2 = cursor.head(BYTES);
  if (size2 < least || size2 > most) refuse("shape");
  cursor.at += size2;
  return cursor.build ? cursor.bytes.subarray(cursor.at - size2, cursor.at) : null;
};
function anyText(cursor) {
  const size2 = cursor.head(TEXT);
  cursor.at += size2;
  return decodeText(cursor.bytes.subarray(cursor.at - size2, cursor.at));
}
var spelled = (form) => (cursor) => {
  const text2 = anyText(cursor);
  if (!form.test(text2) || text2.endsWith("\n")) refuse("shape");
  return text2;
};
var characters = (least, most) => (cursor) => {
  const text2 = anyText(cursor);
  let count = text2.length;
  if (count >= least && count <= 2 * most) {
    count = 0;
    for (const _ of text2) count++;
  }
  if (count < least || count > most) refuse("shape");
  return text2;
};
var oneOf = (...texts) => {
  const known = new Set(texts);
  return (cursor) => {
    const text2 = anyText(cursor);
    if (!known.has(text2)) refuse("shape");
    return text2;
  };
};
var only = (number2) => (cursor) => {
  if (cursor.head(UNSIGNED) !== number2) refuse("shape");
  return number2;
};
var simple = (byte, value) => (cursor) => {
  if (cursor.bytes[cursor.at] !== byte) refuse("shape");
  cursor.at++;
  return value;
};
var yes = simple(245, true);
var nothing = simple(246, null);
var orNull = (shape2) => (cursor) => cursor.bytes[cursor.at] === 246 ? nothing(cursor) : shape2(cursor);
var byType = (...pairs) => {
  const shapes = new Map(pairs);
  return (cursor) => {
    const shape2 = shapes.get(headAt(cursor.bytes, cursor.at).type);
    if (shape2 === void 0) refuse("shape");
    return shape2(cursor);
  };
};
var anything = (cursor) => {
  const start = cursor.at;
  cursor.at = endOf(cursor.bytes, start);
  return cursor.build ? cursor.bytes.subarray(start, cursor.at) : null;
};
var carried = (shape2) => (cursor) => {
  const start = cursor.at;
  const value = shape2(cursor);
  return cursor.build ? { value, encoded: cursor.bytes.subarray(start, cursor.at) } : null;
};
var list = (shape2, least, most) => (cursor) => {
  const count = cursor.head(ARRAY);
  if (count < least || count > most) refuse("shape");
  const values = [];
  for (let n = 0; n < count; n++) {
    const value = shape2(cursor);
    if (cursor.build) values.push(value);
  }
  return values;
};
var Rows = class {
  constructor(shape2, bytes2, at2, length) {
    Object.assign(this, { shape: shape2, bytes: bytes2, at: at2, length });
  }
  *[Symbol.iterator]() {
    const cursor = new Cursor(this.bytes, this.at, true);
    for (let n = 0; n < this.length; n++) yield this.shape(cursor);
  }
};
var rows = (shape2, least, most = Infinity) => (cursor) => {
  const length = cursor.head(ARRAY);
  if (length < least || length > most) refuse("shape");
  const at2 = cursor.at;
  const { build } = cursor;
  cursor.build = false;
  for (let n = 0; n < length; n++) shape2(cursor);
  cursor.build = build;
  return new Rows(shape2, cursor.bytes, at2, length);
};
var row = (...places2) => (cursor) => {
  if (cursor.head(ARRAY) !== places2.length) refuse("shape");
  const value = {};
  for (const [name2, shape2] of places2) {
    const part2 = shape2(cursor);
    if (cursor.build) value[name2] = part2;
  }
  return value;
};
var struct = (required, optional = {}) => {
  const members = new Map([...Object.entries(required), ...Object.entries(optional)]);
  const needed = Object.keys(required).length;
  return (cursor) => {
    const count = cursor.head(MAP);
    if (count < needed || count > members.size) refuse("shape");
    const value = {};
    let found2 = 0;
    for (let n = 0; n < count; n++) {
      const name2 = anyText(cursor);
      const shape2 = members.get(name2);
      if (shape2 === void 0) refuse("shape");
      if (Object.hasOwn(required, name2)) found2++;
      const part2 = shape2(cursor);
      if (cursor.build) value[name2] = part2;
    }
    if (found2 !== needed) refuse("shape");
    return value;
  };
};
var dict = (key2, shape2, least = 0, most = Infinity) => (cursor) => {
  const count = cursor.head(MAP);
  if (count < least || count > most) refuse("shape");
  const values = /* @__PURE__ */ new Map();
  for (let n = 0; n < count; n++) {
    const name2 = key2(cursor);
    const value = shape2(cursor);
    if (cursor.build) values.set(name2, value);
  }
  return values;
};
var textMap = (cursor) => {
  const start = cursor.at;
  let { number: number2, type, next } = headAt(cursor.bytes, start);
  if (type !== MAP || number2 > 0 && headAt(cursor.bytes, next).type !== TEXT) refuse("shape");
  return anything(cursor);
};
var party = spelled(/^[a-z0-9-]{1,32}$/);
var name = spelled(/^[a-z0-9-]{1,48}$/);
var b16 = bytes(16);
var digest = bytes(32);
var ms = uint();
var index = uint(0, 2 ** 40);
var size = uint(1, 2 ** 40);
var context = oneOf("live", "exercise");
var statement = bytes(0, 131072);
var checkpoint = bytes(0, 8192);
var sectionValue = bytes(0, 131072);
function named(code3, read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal && error.code === "shape") refuse(code3);
    throw error;
  }
}
function emptyMap(cursor) {
  if (cursor.head(MAP) !== 0) refuse("shape");
  return null;
}
var numbered = (...members) => (cursor) => {
  if (cursor.head(MAP) !== members.length) refuse("shape");
  const value = {};
  for (const [key2, called, shape2] of members) {
    if (cursor.head(UNSIGNED) !== key2) refuse("shape");
    value[called] = shape2(cursor);
  }
  return value;
};
var union = (member, tags) => {
  const shapes = new Map(
    Object.entries(tags).map(([tag, [required, optional]]) => [
      tag,
      struct({ [member]: oneOf(tag), ...required }, optional)
    ])
  );
  return (cursor) => {
    const start = cursor.at;
    const count = cursor.head(MAP);
    for (let n = 0; n < count; n++) {
      const found2 = headAt(cursor.bytes, cursor.at).type === TEXT && anyText(cursor) === member;
      if (found2) {
        const shape2 = shapes.get(anyText(cursor));
        if (shape2 === void 0) refuse("shape");
        cursor.at = start;
        return shape2(cursor);
      }
      cursor.at = endOf(cursor.bytes, cursor.at);
    }
    return refuse("shape");
  };
};

// src/signatures.mjs
var ED25519 = -19;
var ESP256 = -9;
var ML_DSA_44 = -48;
var ML_DSA_65 = -49;
var ML_DSA_87 = -50;
var COSE_SIGN = 98;
var P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
function bigEndian(bytes2) {
  return BigInt("0x" + hex(bytes2));
}
function loadP256(key2) {
  must(key2[0] === 4, "key-not-canonical");
  try {
    p256.Point.fromBytes(key2).assertValidity();
  } catch {
    refuse("key-not-on-curve");
  }
  return (message, signature) => {
    const r = bigEndian(signature.subarray(0, 32));
    const s = bigEndian(signature.subarray(32));
    if (r === 0n || r >= P256_ORDER || s === 0n || s > P256_ORDER / 2n) return false;
    return p256.verify(signature, sha256(message), key2, { prehash: false, lowS: false, format: "compact" });
  };
}
function loadEd25519(key2) {
  const point = publicPoint(key2);
  return (message, signature) => verifies(point, key2, message, signature);
}
var loadMlDsa = (scheme) => (key2) => (message, signature) => scheme.verify(signature, message, key2);
var ALGORITHMS = /* @__PURE__ */ new Map([
  [ED25519, { key: 32, signature: 64, load: loadEd25519 }],
  [ESP256, { key: 65, signature: 64, load: loadP256 }],
  [ML_DSA_44, { key: 1312, signature: 2420, load: loadMlDsa(ml_dsa44) }],
  [ML_DSA_65, { key: 1952, signature: 3309, load: loadMlDsa(ml_dsa65) }],
  [ML_DSA_87, { key: 2592, signature: 4627, load: loadMlDsa(ml_dsa87) }]
]);
var Remembered = class {
  constructor(most) {
    this.most = most;
    this.found = /* @__PURE__ */ new Map();
  }
  of(parts, compute) {
    const name2 = hex(sha256(join(...parts)));
    let answer = this.found.get(name2);
    if (answer === void 0) {
      answer = compute();
      if (this.found.size >= this.most) this.found.delete(this.found.keys().next().value);
      this.found.set(name2, answer);
    }
    return answer;
  }
};
var keys = new Remembered(512);
var answers = new Remembered(16384);
var number = (value) => bytesItem(Uint8Array.of(value & 255));
function loaded(alg, key2) {
  return keys.of([number(alg), key2], () => {
    try {
      return { verify: ALGORITHMS.get(alg).load(key2) };
    } catch (error) {
      if (error instanceof Refusal) return { refusal: error };
      throw error;
    }
  });
}
function checkPublic(alg, key2) {
  const row3 = ALGORITHMS.get(alg);
  must(row3 !== void 0, "key-algorithm");
  must(key2.length === row3.key, "key-size");
  const { refusal } = loaded(alg, key2);
  if (refusal) throw refusal;
}
function verify(alg, key2, message, signature) {
  const row3 = ALGORITHMS.get(alg);
  if (row3 === void 0 || key2.length !== row3.key || signature.length !== row3.signature) return false;
  const found2 = loaded(alg, key2);
  if (found2.refusal) return false;
  return answers.of([number(alg), key2, bytesItem(message), signature], () => {
    try {
      return found2.verify(message, signature);
    } catch {
      return false;
    }
  });
}
var anyBytes = bytes(0, Infinity);
var frameShape = row(["protected", bytes(0)], ["unprotected", emptyMap], ["payload", anyBytes], ["rows", list(anything, 0, 64)]);
var signatureShape = row(["protected", anyBytes], ["unprotected", emptyMap], ["signature", anyBytes]);
var headerShape = numbered([1, "alg", int()], [4, "kid", b16]);
function readHeader(encoded) {
  check(encoded, 64);
  return named("cose-header", () => readAt(headerShape, encoded));
}
function parseFrame(encoded, limit = 131072) {
  check(encoded, limit, COSE_SIGN);
  const frame = named("cose-shape", () => readAt(frameShape, encoded, 2));
  const signatures = frame.rows.map((carried2) => {
    const signature = named("cose-shape", () => readAt(signatureShape, carried2));
    return { ...readHeader(signature.protected), value: signature.signature };
  });
  for (let n = 1; n < signatures.length; n++) {
    must(compare(signatures[n - 1].kid, signatures[n].kid) < 0, "cose-order");
  }
  return { payload: frame.payload, signatures };
}
function toSign(tag, line, alg, kid, payload) {
  const external = arrayItem(textItem(tag), bytesItem(line));
  const parts = [textItem("Signature"), bytesItem(new Uint8Array(0)), bytesItem(headerItem(alg, kid))];
  return arrayItem(...parts, bytesItem(external), bytesItem(payload));
}
function validBy(tag, line, frame, signature, key2) {
  if (signature.alg !== key2.alg) return false;
  return verify(key2.alg, key2.pub, toSign(tag, line, key2.alg, key2.id, frame.payload), signature.value);
}
function requireExactly(tag, line, frame, required) {
  const byId = new Map(required.map((key2) => [hex(key2.id), key2]));
  const signed = new Map(frame.signatures.map((signature) => [hex(signature.kid), signature]));
  for (const kid of signed.keys()) must(byId.has(kid), "signature-unknown-key");
  for (const [kid, key2] of byId) {
    must(signed.has(kid), "signature-missing");
    must(validBy(tag, line, frame, signed.get(kid), key2), "signature-invalid");
  }
}

// src/statements.mjs
var LIMIT = 131072;
var USES = {
  root: [ED25519, ML_DSA_87],
  officer: [ED25519, ESP256],
  node: [ED25519],
  log: [ED25519, ML_DSA_44],
  cosign: [ED25519, ML_DSA_44],
  relay: [ED25519]
};
var key = struct(
  { id: b16, use: oneOf(...Object.keys(USES)), alg: int(), pub: bytes(32, 4096) },
  { held: oneOf("node", "token") }
);
var keys2 = list(key, 1, 32);
var rootSet = struct({ roots: carried(keys2), next: digest });
var field = row(["salt", digest], ["value", statement]);
var fields = dict(name, field, 0, 32);
var termsShape = struct(
  {
    v: only(1),
    nonce: digest,
    seq: uint(),
    context,
    pair: b16,
    "sign-by": ms,
    parties: dict(party, rootSet, 2, 16),
    suites: list(uint(), 1, 8),
    layers: list(uint(), 0, 8),
    fields: dict(name, digest, 1, 32)
  },
  { prev: digest }
);
var rulePart = byType(
  [UNSIGNED, int()],
  [NEGATIVE, int()],
  [BYTES, bytes(0, Infinity)]
);
var credentialShape = struct(
  {
    v: only(1),
    line: digest,
    party,
    seq: uint(),
    keys: keys2,
    release: dict(name, list(rulePart, 0, MAX_INT), 1, 64),
    fields: dict(name, digest, 0, 32)
  },
  { prev: digest, emergency: yes }
);
var sameSet = (found2, wanted) => found2.length === wanted.length && [...found2].sort().every((value, n) => value === [...wanted].sort()[n]);
var distinct = (values) => new Set(values.map(hex)).size === values.length;
function checkKeys(all) {
  must(distinct(all.map(({ id: id2 }) => id2)), "key-id-repeated");
  must(distinct(all.map(({ pub }) => pub)), "key-used-twice");
  for (const { use, alg, pub } of all) {
    must(USES[use].includes(alg), "key-algorithm-for-use");
    checkPublic(alg, pub);
  }
}
function checkRoots(roots) {
  must(sameSet(roots.map(({ alg }) => alg), USES.root), "roots-not-hybrid");
  must(roots.every(({ use }) => use === "root"), "key-use");
  checkKeys(roots);
}
function checkSuites(suites) {
  for (const suite of suites) {
    must(suite < 4, "suite-unknown");
    must(suite === 1, "suite-not-real");
  }
}
function acceptTerms(frame) {
  const terms = unpack(termsShape, frame.payload, LIMIT);
  must(terms.seq === 0 && terms.prev === void 0, "terms-not-founding");
  const roots = [...terms.parties.values()].map((set) => set.roots.value);
  for (const set of roots) checkRoots(set);
  checkKeys(roots.flat());
  checkSuites(terms.suites);
  requireExactly("terms", tagged("line", bytesItem(frame.payload)), frame, roots.flat());
  return terms;
}
function checkRelease(release, officers, nodes) {
  must(release.has("machine") && release.has("default"), "release-rule-missing");
  for (const [kind, [count, ...ids]] of release) {
    const allowed = kind === "machine" ? nodes : officers;
    must(typeof count === "number" && ids.every((id2) => typeof id2 !== "number"), "release-rule");
    must(count >= 1 && count <= ids.length && distinct(ids), "release-rule");
    must(ids.every((id2) => allowed.has(hex(id2))), "release-rule");
  }
}
function readCredential(payload) {
  const credential = unpack(credentialShape, payload, LIMIT);
  checkKeys(credential.keys);
  const of = (use) => credential.keys.filter((one) => one.use === use);
  must(of("root").length === 0, "key-use");
  must(of("node").length === 1 && of("officer").length > 0, "credential-keys");
  must(sameSet(of("log").map(({ alg }) => alg), USES.log), "log-keys-not-hybrid");
  const ids = (use) => new Set(of(use).map(({ id: id2 }) => hex(id2)));
  checkRelease(credential.release, ids("officer"), ids("node"));
  return credential;
}
function checkFields(committed, shown) {
  for (const [called, { salt, value }] of shown) {
    const opened2 = tagged("field", textItem(called), bytesItem(salt), bytesItem(value));
    must(committed.has(called) && equal(committed.get(called), opened2), "field-not-committed");
  }
}
function found(termsBytes, credentialList) {
  const members = /* @__PURE__ */ new Map();
  let last = null;
  for (const encoded of credentialList) {
    const frame = parseFrame(encoded);
    const credential = readCredential(frame.payload);
    must(last === null || credential.party > last, "bundle-order");
    last = credential.party;
    members.set(credential.party, { frame, credential });
  }
  const termsFrame = parseFrame(termsBytes);
  const terms = acceptTerms(termsFrame);
  const line = tagged("line", bytesItem(termsFrame.payload));
  must(sameSet([...members.keys()], [...terms.parties.keys()]), "founding-member-missing");
  const roots = new Set([...terms.parties.values()].flatMap((set) => set.roots.value.map(({ pub }) => hex(pub))));
  for (const member of members.values()) acceptCredential(member, line, terms, roots);
  must(distinct([...members.values()].flatMap(({ credential }) => credential.keys.map(({ pub }) => pub))), "key-used-twice");
  const history = ([party2, { frame, credential }]) => {
    return [party2, { history: [recordOf(frame, credential, terms.parties.get(party2))], cases: [] }];
  };
  const termsDigest = tagged("terms", bytesItem(termsFrame.payload));
  return { line, terms, termsDigest, members: new Map([...members].map(history)), under: /* @__PURE__ */ new Map(), distrusted: /* @__PURE__ */ new Set() };
}
var recordOf = (frame, credential, roots) => ({
  credential,
  roots,
  digest: tagged("credential", bytesItem(frame.payload)),
  keys: new Map(credential.keys.map((one) => [hex(one.id), one]))
});
var standing = (trust, party2, log) => trust.under.get(log) ?? trust.members.get(party2).history.at(-1);
function acceptCredential(member, line, terms, roots) {
  const { credential, frame } = member;
  if (!equal(credential.line, line)) refuse("credential-not-of-this-line");
  must(credential.seq === 0 && credential.prev === void 0 && credential.emergency === void 0, "credential-not-first");
  must(credential.keys.every(({ pub }) => !roots.has(hex(pub))), "key-used-twice");
  requireExactly("credential", line, frame, terms.parties.get(credential.party).roots.value);
}
var keysOf = ({ credential }, use) => credential.keys.filter((one) => one.use === use);
function fingerprints(trust) {
  return [...trust.terms.parties].sort(([a], [b]) => a < b ? -1 : 1).map(([id2, set]) => ({ id: id2, key: hex(tagged("roots", set.roots.encoded)) }));
}
var inOrder = (a, b) => a.party === b.party ? compare(a.epoch, b.epoch) : a.party < b.party ? -1 : 1;

// src/heads.mjs
var LONGEST2 = 8192;
var MOST_LINES = 16;
var MAX_LOG = 2 ** 40;
var CONTROL2 = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
var SPACE = /[\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
var ORIGIN = /^detente\.v1\/([a-z2-7]{52})\/([a-z0-9-]{1,32})\/([0-9a-f]{32})$/;
var DASH = "\u2014 ";
var NO_TIME = new Uint8Array(8);
function parseLine(row3) {
  const parts = row3.startsWith(DASH) ? row3.slice(2).split(" ") : [];
  must(parts.length === 2, "note-form");
  const [name2, spelled2] = parts;
  must(name2 !== "" && !name2.includes("+") && !CONTROL2.test(name2) && !SPACE.test(name2), "note-name");
  const value = fromBase64(spelled2);
  must(value !== null && value.length >= 5, "note-signature");
  return { name: name2, id: value.subarray(0, 4), value: value.subarray(4) };
}
function parseNote(bytes2) {
  must(bytes2.length <= LONGEST2, "note-too-large");
  const whole = decodeText(bytes2);
  must(whole !== null, "note-not-utf8");
  const parting2 = whole.lastIndexOf("\n\n");
  must(parting2 >= 0 && whole.endsWith("\n") && whole.length > parting2 + 2, "note-form");
  const above = whole.slice(0, parting2);
  must(!CONTROL2.test(above), "note-control");
  const lines2 = whole.slice(parting2 + 2, -1).split("\n");
  must(lines2.length <= MOST_LINES, "note-too-many-lines");
  return { text: above + "\n", lines: lines2.map(parseLine) };
}
function parseOrigin(text2) {
  const found2 = ORIGIN.exec(text2);
  const line = found2 === null || text2.endsWith("\n") ? null : fromBase32(found2[1]);
  must(line !== null, "head-origin");
  return { line, party: found2[2], epoch: unhex(found2[3]) };
}
function parseBody(text2) {
  const lines2 = text2.split("\n");
  must(lines2.length === 4 && lines2[3] === "", "head-body");
  const [origin, sizeText, rootText] = lines2;
  const named3 = parseOrigin(origin);
  const size2 = fromDecimal(sizeText, MAX_LOG);
  must(size2 !== null && size2 > 0, "head-size");
  const root = fromBase64(rootText);
  must(root !== null && root.length === 32, "head-root");
  return { ...named3, origin, size: size2, root };
}
function keyId(origin, type, key2) {
  return sha256(join(encodeText(origin), Uint8Array.of(10, type), key2)).subarray(0, 4);
}
function cosigned({ origin, size: size2, root }) {
  const name2 = encodeText(origin);
  const opaque = join(Uint8Array.of(name2.length), name2);
  const end = new Uint8Array(8);
  const view = new DataView(end.buffer);
  view.setUint32(0, Math.floor(size2 / 2 ** 32));
  view.setUint32(4, size2 >>> 0);
  return join(encodeText("subtree/v1\n\0"), opaque, NO_TIME, opaque, NO_TIME, end, root);
}
function logKeys(record) {
  const log = keysOf(record, "log");
  return [ED25519, ML_DSA_44].map((wanted) => log.find(({ alg }) => alg === wanted).pub);
}
function checkHead(trust, bytes2) {
  const { text: text2, lines: lines2 } = parseNote(bytes2);
  const head2 = parseBody(text2);
  must(equal(head2.line, trust.line), "head-of-another-line");
  const member = trust.members.get(head2.party);
  must(member !== void 0, "head-not-a-member");
  must(lines2.length === 2 && lines2.every(({ name: name2 }) => name2 === head2.origin), "head-lines");
  const [first, second] = lines2;
  const record = [...member.history].reverse().find((one) => {
    const [ed3, ml2] = logKeys(one);
    return equal(first.id, keyId(head2.origin, 1, ed3)) && equal(second.id, keyId(head2.origin, 6, ml2));
  });
  must(record !== void 0, "head-key");
  const [ed2, ml] = logKeys(record);
  must(first.value.length === 64 && second.value.length === 8 + 2420, "head-signature");
  must(equal(second.value.subarray(0, 8), NO_TIME), "head-time");
  if (!verify(ED25519, ed2, encodeText(text2), first.value)) refuse("head-signature");
  if (!verify(ML_DSA_44, ml, cosigned(head2), second.value.subarray(8))) refuse("head-signature");
  const log = logName(head2);
  must((trust.under.get(log) ?? record) === record, "head-key");
  trust.under.set(log, record);
  return { party: head2.party, epoch: head2.epoch, size: head2.size, root: head2.root, origin: head2.origin };
}
var logName = ({ party: party2, epoch }) => party2 + "/" + hex(epoch);
var spotName = ({ party: party2, epoch, index: index2 }) => party2 + "/" + hex(epoch) + "/" + index2;
function spotOrder(a, b) {
  if (a.party !== b.party) return a.party < b.party ? -1 : 1;
  return compare(a.epoch, b.epoch) || a.index - b.index;
}

// src/agreements.mjs
var NEVER_OF = /* @__PURE__ */ new Set(
  ["keys", "roster", "destruction", "consent", "destroyed", "disclosure", "proposal", "progress", "opening"]
);
var NEVER = /* @__PURE__ */ new Set(["coded", "times"]);
var Seen = class {
  constructor(spot, entries) {
    this.sizes = /* @__PURE__ */ new Map();
    this.heard = /* @__PURE__ */ new Set();
    this.own = /* @__PURE__ */ new Map();
    let { epoch } = spot;
    let stop = spot.index + 1;
    for (; ; ) {
      const log = logName({ party: spot.party, epoch });
      if (this.own.has(log)) return;
      this.own.set(log, stop);
      const follows = this.read(entries(log, stop));
      if (follows === void 0 || follows.party !== spot.party) return;
      epoch = follows.epoch;
      stop = follows.size;
    }
  }
  read(entries) {
    let follows;
    for (const entry of entries) {
      if (entry.role === "heard") this.heard.add(spotName(entry.from));
      if (entry.role === "epoch") follows = entry.follows;
      for (const head2 of entry.role === "said" ? entry.seen : []) {
        const log = logName(head2);
        this.sizes.set(log, Math.max(head2.size, this.sizes.get(log) ?? 0));
      }
    }
    return follows;
  }
  covers(spot) {
    const log = logName(spot);
    const within = (sizes) => spot.index < (sizes.get(log) ?? 0);
    return this.heard.has(spotName(spot)) || within(this.own) || within(this.sizes);
  }
};
function agreedAt(members, words2, entries) {
  const sorted = [...words2].sort((a, b) => spotOrder(a.spot, b.spot));
  const declined = sorted.filter(({ agreed }) => !agreed);
  const counted = /* @__PURE__ */ new Map();
  for (const word of sorted) {
    if (!word.agreed || counted.has(word.spot.party)) continue;
    const seen = declined.length > 0 ? new Seen(word.spot, entries) : null;
    if (!declined.some((other) => seen.covers(other.spot))) counted.set(word.spot.party, word.at);
  }
  return members.every((party2) => counted.has(party2)) ? Math.max(...counted.values()) : null;
}
function destroyed(members, messages, entries) {
  const answers2 = /* @__PURE__ */ new Map();
  const known = /* @__PURE__ */ new Map();
  const proposals = [];
  for (const message of messages) {
    const { content, kind, sections } = message;
    if (kind === void 0) continue;
    known.set(hex(message.what), message);
    const coded = sections.get("coded");
    if (!coded || content.re?.length !== 1) continue;
    const word = { spot: message.spot, at: message.entry.at };
    if (kind.name === "destruction") proposals.push({ message, word: { ...word, agreed: true } });
    if (kind.name !== "consent") continue;
    const about = hex(content.re[0]);
    answers2.set(about, [...answers2.get(about) ?? [], { ...word, agreed: coded.consent === "agreed" }]);
  }
  const found2 = /* @__PURE__ */ new Map();
  for (const { message, word } of proposals) {
    const target = known.get(hex(message.content.re[0]));
    if (target === void 0 || NEVER_OF.has(target.kind.name)) continue;
    const at2 = agreedAt(members, [word, ...answers2.get(hex(message.what)) ?? []], entries);
    if (at2 === null) continue;
    const sections = found2.get(hex(target.what)) ?? /* @__PURE__ */ new Map();
    found2.set(hex(target.what), sections);
    for (const name2 of message.sections.get("coded").sections) {
      if (!target.kind.sections.has(name2) || NEVER.has(name2)) continue;
      sections.set(name2, Math.min(at2, sections.get(name2) ?? at2));
    }
  }
  return found2;
}

// src/together.mjs
var wording = characters(1, 4e3);
var both = struct({ en: wording, zh: wording });
var card = spelled(/^(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*$/);
var AWAITS = { awaits: true };
var together = ({ area: area2, code: code3, courtesy: courtesy2, language: language2, names: names2, short: short2, support: support2, words: words2 }) => [
  [
    "proposal",
    {
      coded: struct({
        subject: oneOf("label", "definition", "scope", "group", "meeting", "minutes", "exchange", "vocabulary"),
        name: code3,
        form: oneOf("text", "differ", "retire")
      }),
      wording: both,
      readings: struct({ readings: list(struct({ party, en: wording, zh: wording }), 2, 16) }, { common: both }),
      areas: struct({
        inside: list(area2, 0, 4),
        outside: list(area2, 0, 4),
        undecided: list(area2, 0, 4),
        exclusions: list(names2, 0, 16)
      }),
      meeting: struct(
        {
          group: code3,
          begins: ms,
          ends: ms,
          chair: party,
          office: names2,
          round: uint(1, 9999),
          agenda: list(names2, 0, 16)
        },
        { place: names2 }
      ),
      minutes: struct(
        {
          begins: ms,
          ends: ms,
          decisions: list(names2, 0, 16),
          actions: list(struct({ name: code3, party, office: names2, due: ms, to_do: names2 }), 0, 16),
          next: oneOf("set", "open", "none")
        },
        { next_begins: ms }
      ),
      cards: struct({ deck: names2, digest, cards: list(card, 1, 64) }),
      version: struct({ base: digest, texts: list(digest, 1, 512), digest }),
      prose: words2,
      courtesy: courtesy2
    },
    AWAITS
  ],
  [
    "stance",
    {
      coded: struct(
        { stance: oneOf("agreed", "ad-referendum", "declined", "reserved") },
        { round: uint(1, 9999) }
      ),
      prose: words2,
      courtesy: courtesy2
    },
    {}
  ],
  [
    "progress",
    {
      coded: struct({ progress: oneOf("done", "readout") }, { action: code3 }),
      readout: support2,
      prose: words2,
      courtesy: courtesy2
    },
    {}
  ],
  ["deposit", { coded: struct({ deposit: digest }) }, {}],
  [
    "opening",
    {
      coded: struct({ nonce: digest }),
      answers: struct({
        v: uint(1, 1),
        sheet: oneOf("cards"),
        party,
        language: language2,
        vocabulary: digest,
        answers: dict(
          card,
          struct(
            { card: digest, tell: oneOf("no", "if-asked", "informally", "notice", "undecided") },
            {
              class: spelled(/^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$/),
              soon: oneOf("within-15d", "within-72h", "within-24h", "within-4h", "within-1h"),
              note: characters(1, 2e3)
            }
          ),
          1,
          64
        )
      })
    },
    {}
  ]
];

// src/kinds.mjs
var code = spelled(/^[a-z0-9-]{1,64}$/);
var short = characters(1, 400);
var prose = characters(1, 65536);
var language = oneOf("en", "zh");
var ternary = oneOf("yes", "no", "unknown");
var area = oneOf("A", "B", "C", "M");
var handling = oneOf("tlp-clear", "tlp-green", "tlp-amber", "tlp-amber-strict", "tlp-red", "parties-only");
var asks = list(oneOf("nothing", "information", "not-directed", "hold", "assist"), 1, 5);
var cause = oneOf("assumed", "established", "unknown");
var rating = {
  also: list(code, 0, 8),
  confidence: oneOf("not-stated", "low", "moderate", "high"),
  development: oneOf("contained", "ongoing", "worsening", "unknown"),
  realisation: oneOf("hazard", "near-miss", "actual", "unknown")
};
var status = oneOf("suspected", "confirmed", "ruled-out");
var severity = uint(0, 5);
var words = struct({ language, plain: prose });
var courtesy = struct({ language, plain: prose, by: oneOf("person", "machine", "machine-checked") });
var replyBy = struct({}, { reply_by: ms });
var support = struct({ title: short, media_type: short, size: uint(), digest });
var names = struct({ en: short, zh: short });
var date = spelled(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/);
var minutesEast = int(-1080, 1080);
var dayHours = list(row(["from", uint(0, 1440)], ["until", uint(0, 1440)]), 0, 8);
var sevenDays = list(dayHours, 7, 7);
var proseWith = (more) => struct({ language, plain: prose }, more);
var system = struct(
  {},
  {
    developer: short,
    model: short,
    model_version: short,
    weights: oneOf("open", "closed", "unknown"),
    deployment: short,
    autonomy: short,
    access: short,
    safeguards: short
  }
);
var measures = struct({}, { taken: prose, planned: prose, told: prose });
var harm = struct({}, { harm: prose, affected: prose, cause, chain: prose });
var supports = { "support-1": support, "support-2": support, "support-3": support, "support-4": support };
var tester = struct({ tester: oneOf("machine") });
var sealingKey = struct({ id: b16, suite: uint(), pub: bytes(1, 4096), from: ms, until: ms });
var route = row(["way", oneOf("https")], ["address", short], ["certificate", bytes(0, 4096)]);
var MACHINE = { machine: true };
var AWAITS2 = { awaits: true };
var TABLE = [
  [
    "keys",
    {
      keys: struct({
        sealing: list(sealingKey, 1, 8),
        mailboxes: dict(party, b16, 1, 16),
        routes: list(route, 0, 8)
      })
    },
    MACHINE
  ],
  [
    "roster",
    {
      offices: struct({
        offices: list(
          struct({
            names,
            reach: list(
              struct({
                way: oneOf("telephone", "fax", "mail", "radio", "video", "other"),
                at: short,
                hours: oneOf("duty", "on-call", "always")
              }),
              0,
              8
            )
          }),
          1,
          16
        )
      }),
      calendar: struct(
        {
          label: names,
          offset: minutesEast,
          changes: list(row(["at", ms], ["then", minutesEast]), 0, 64),
          week: sevenDays,
          holidays: list(struct({ from: date, until: date }, { names }), 0, 128),
          working: list(struct({ on: date, like: uint(1, 7) }), 0, 64),
          covers_from: date,
          covers_until: date
        },
        { on_call: sevenDays }
      )
    },
    {}
  ],
  [
    "suspend",
    {
      coded: struct({
        categories: list(
          oneOf("advance-notice", "informal-contact", "inquiry", "question", "confirm-request", "assistance-request", "test"),
          1,
          7
        )
      }),
      times: struct({ begins: ms }, { ends: ms }),
      prose: words,
      courtesy
    },
    AWAITS2
  ],
  ["resume", { coded: struct({ resumed: oneOf("all-named") }), prose: words, courtesy }, AWAITS2],
  [
    "withdraw",
    { coded: struct({ withdraws: oneOf("from-line") }), times: struct({ begins: ms }), prose: words, courtesy },
    AWAITS2
  ],
  [
    "notice",
    {
      coded: struct(
        {
          area,
          class: code,
          status,
          severity,
          going_on: ternary,
          touches: ternary,
          public: ternary,
          asks,
          admission: oneOf("none", "author-states"),
          attribution: oneOf("not-asserted", "asserted-in-text"),
          handling
        },
        rating
      ),
      prose: proseWith({ why: prose, reference: short }),
      times: struct(
        { detected: ms, next_word_by: ms },
        { occurred_from: ms, occurred_to: ms, confirmed: ms, reply_by: ms }
      ),
      courtesy,
      system,
      measures,
      harm,
      ...supports
    },
    AWAITS2
  ],
  [
    "update",
    {
      prose: words,
      coded: struct({}, { status, severity, going_on: ternary, touches: ternary, public: ternary, ...rating }),
      times: struct(
        {},
        { next_word_by: ms, occurred_from: ms, occurred_to: ms, confirmed: ms, stop_ordered: ms, stop_verified: ms }
      ),
      system,
      measures,
      harm,
      courtesy,
      ...supports
    },
    AWAITS2
  ],
  [
    "correction",
    {
      coded: struct({
        extent: oneOf("part", "whole"),
        correcting: oneOf("new-facts", "mistake", "sent-in-error", "translation", "other")
      }),
      prose: proseWith({ was: prose }),
      courtesy
    },
    AWAITS2
  ],
  [
    "close",
    {
      coded: struct(
        { outcome: oneOf("resolved", "no-incident", "carried-on-elsewhere", "no-further-information", "other") },
        { severity, cause }
      ),
      prose: proseWith({ root_cause: prose, lessons: prose }),
      times: struct({}, { ended: ms }),
      courtesy
    },
    AWAITS2
  ],
  [
    "advance-notice",
    {
      coded: struct(
        {
          area,
          activity: oneOf("test", "release", "exercise", "large-run", "other"),
          directed: oneOf("not-directed"),
          public: ternary,
          handling
        },
        { class: code }
      ),
      prose: proseWith({ where: short, contact: short }),
      times: struct({ begins: ms, ends: ms }),
      courtesy
    },
    AWAITS2
  ],
  [
    "informal-contact",
    { coded: struct({ area, counted: oneOf("not-counted"), handling }), prose: words, courtesy },
    AWAITS2
  ],
  [
    "inquiry",
    {
      coded: struct({
        area,
        seen: oneOf("own-observation", "public-report", "told-by-others", "not-stated"),
        position: oneOf("none-implied"),
        handling
      }),
      prose: words,
      times: struct({}, { detected: ms, reply_by: ms }),
      courtesy
    },
    AWAITS2
  ],
  ["acknowledgement", { coded: struct({ received: oneOf("received") }) }, {}],
  [
    "read-back",
    {
      coded: struct({ read_back: oneOf("as-understood") }, { class: code, going_on: ternary, asks }),
      prose: words,
      courtesy
    },
    {}
  ],
  ["holding-reply", { times: struct({ next_word_by: ms }), prose: words, courtesy }, {}],
  [
    "decline",
    {
      coded: struct({
        reason: oneOf("not-stated", "not-competent", "not-now", "other-channel", "threshold", "domestic-law")
      }),
      prose: words,
      courtesy
    },
    {}
  ],
  [
    "explanation",
    {
      coded: struct({
        explains: list(
          oneOf("delay", "equipment", "carriage", "duty-hours", "staffing", "translation", "other"),
          1,
          4
        )
      }),
      prose: words,
      courtesy
    },
    {}
  ],
  [
    "disclosure",
    {
      coded: struct({
        ground: oneOf("unilateral", "asked"),
        scope: oneOf("record", "messages"),
        messages: list(digest, 0, 1024),
        sections: list(name, 0, 64)
      }),
      prose: struct({ language, to: short, plain: prose }),
      courtesy
    },
    AWAITS2
  ],
  ["destruction", { coded: struct({ sections: list(name, 1, 32) }), prose: words, courtesy }, AWAITS2],
  ["consent", { coded: struct({ consent: oneOf("agreed", "declined") }) }, {}],
  ["destroyed", { coded: struct({ state: oneOf("destroyed") }) }, MACHINE],
  ...together({ area, code, courtesy, language, names, short, support, words }),
  [
    "question",
    {
      coded: struct({ about: oneOf("facts", "meaning", "measures", "threshold", "other") }),
      prose: proseWith({ reading: prose }),
      times: replyBy,
      courtesy
    },
    AWAITS2
  ],
  [
    "answer",
    {
      coded: struct({ answer: oneOf("full", "partial", "cannot") }),
      prose: words,
      times: struct({}, { next_word_by: ms }),
      courtesy,
      ...supports
    },
    {}
  ],
  [
    "follow-up",
    { coded: struct({ follow_up: oneOf("noted", "more-please", "threshold-differs") }), prose: words, courtesy },
    {}
  ],
  [
    "confirm-request",
    {
      coded: struct({ position: oneOf("none-implied") }),
      prose: struct({ language, plain: prose, facts: list(short, 1, 12) }),
      times: replyBy,
      courtesy
    },
    AWAITS2
  ],
  [
    "assistance-request",
    {
      coded: struct({
        area,
        help: list(oneOf("information", "technical-advice", "contact", "hold-activity", "other"), 1, 5)
      }),
      prose: words,
      times: replyBy,
      courtesy
    },
    AWAITS2
  ],
  ["test", { coded: tester }, MACHINE],
  ["test-reply", { coded: tester }, MACHINE],
  ["test-person", { coded: struct({ tester: oneOf("person"), task: oneOf("translate") }), prose: words }, {}],
  ["test-person-reply", { coded: struct({ tester: oneOf("person"), of: language }), prose: words }, {}],
  [
    "service",
    {
      coded: struct({
        plan: oneOf("maintenance", "moved", "cancelled", "restored"),
        pauses: oneOf("machine", "desk", "both")
      }),
      times: struct({ begins: ms, ends: ms }),
      prose: words,
      courtesy
    },
    {}
  ]
];
var KINDS = new Map(
  TABLE.map(([called, sections, { machine = false, awaits = false }]) => [
    called + "/1",
    { name: called, sections: new Map(Object.entries(sections)), machine, awaits }
  ])
);

// src/tokens.mjs
var DESK = "desk.detente.invalid";
var DESK_HASH = sha256(encodeText(DESK));
var ORIGIN2 = /^https:\/\/desk\.detente\.invalid(?::[1-9][0-9]{0,4})?$/;
var DEEPEST2 = 16;
var LEAST = 37;
var [PRESENT, VERIFIED, ATTESTED, EXTENSIONS] = [1, 4, 64, 128];
var assertion = struct({ key: b16, auth: bytes(LEAST, 1024), client: bytes(1, 2048), sig: bytes(64) });
function soundNesting(text2) {
  const open = [];
  const strings = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;
  let last = null;
  for (const [token] of text2.matchAll(strings)) {
    if (token === "{" || token === "[") {
      if (open.length === DEEPEST2) return false;
      open.push(token === "{" ? /* @__PURE__ */ new Set() : null);
    } else if (token === "}" || token === "]") {
      open.pop();
    } else if (token === ":") {
      const keys3 = open[open.length - 1];
      const key2 = JSON.parse(last);
      if (keys3.has(key2)) return false;
      keys3.add(key2);
    }
    last = token;
  }
  return true;
}
function readClient(encoded) {
  const text2 = decodeText(encoded);
  if (text2 === null) return null;
  try {
    const value = JSON.parse(text2);
    const object = typeof value === "object" && value !== null && !Array.isArray(value);
    return object && soundNesting(text2) ? value : null;
  } catch {
    return null;
  }
}
function soundClient(encoded, challenge) {
  const client = readClient(encoded);
  if (client === null) return false;
  const own = (name2) => Object.hasOwn(client, name2) ? client[name2] : void 0;
  const crossing = own("crossOrigin");
  return own("type") === "webauthn.get" && own("challenge") === base64url(challenge) && typeof own("origin") === "string" && ORIGIN2.test(own("origin")) && !own("origin").endsWith("\n") && (crossing === void 0 || crossing === false);
}
function soundAuth(auth) {
  const flags = auth[32];
  return equal(auth.subarray(0, 32), DESK_HASH) && (flags & PRESENT) !== 0 && (flags & VERIFIED) !== 0 && (flags & ATTESTED) === 0 && (flags & EXTENSIONS) !== 0 === auth.length > LEAST;
}
function released({ auth, client, sig }, key2, challenge) {
  if (key2.alg !== ED25519 && key2.alg !== ESP256) return false;
  return soundClient(client, challenge) && soundAuth(auth) && verify(key2.alg, key2.pub, join(auth, sha256(client)), sig);
}

// src/content.mjs
var MAX_MESSAGE = 262144;
var MAX_SECTION = 131072;
var contentShape = struct(
  {
    v: only(1),
    line: digest,
    context,
    terms: digest,
    from: party,
    kind: name,
    schema: uint(),
    vocab: digest,
    wanted: uint(0, 3),
    id: digest,
    composed: ms,
    expires: ms,
    sections: dict(name, digest, 1, 32)
  },
  { thread: digest, re: list(digest, 1, 64) }
);
var signedShape = row(["frame", bytes(0, Infinity)], ["tokens", list(anything, 0, 16)]);
var openSections = dict(name, row(["salt", digest], ["value", sectionValue]), 0, 32);
var signedPair = (cursor) => {
  const start = cursor.at;
  row(["frame", anything], ["tokens", anything])(cursor);
  return cursor.build ? cursor.bytes.subarray(start, cursor.at) : null;
};
var saidId = (signed) => tagged("said", bytesItem(signed));
function readSigned(signed) {
  const pair = readAt(signedShape, signed);
  const frame = parseFrame(pair.frame, MAX_MESSAGE);
  const tokens = pair.tokens.map((carried2) => readAt(assertion, carried2));
  for (let n = 1; n < tokens.length; n++) must(compare(tokens[n - 1].key, tokens[n].key) < 0, "shape");
  return { content: unpack(contentShape, frame.payload, MAX_MESSAGE), frame, tokens };
}
var kindOf = (content) => KINDS.get(content.kind + "/" + content.schema);
function meetsRule(trust, record, rule, { frame, tokens }) {
  const { release } = record.credential;
  const [needed, ...ids] = release.get(rule) ?? release.get("default");
  const allowed = new Set(ids.map(hex));
  const valid = /* @__PURE__ */ new Set();
  for (const signature of frame.signatures) {
    const kid = hex(signature.kid);
    if (!allowed.has(kid) || !validBy("content", trust.line, frame, signature, record.keys.get(kid))) return false;
    valid.add(kid);
  }
  const challenge = tagged("content", bytesItem(frame.payload));
  for (const token of tokens) {
    const kid = hex(token.key);
    if (!allowed.has(kid) || valid.has(kid) || !released(token, record.keys.get(kid), challenge)) return false;
    valid.add(kid);
  }
  return valid.size >= needed;
}
function isReleased(trust, record, message) {
  const kind = kindOf(message.content);
  const office = message.content.kind === "machine" ? "default" : message.content.kind;
  if (kind !== void 0) return meetsRule(trust, record, kind.machine ? "machine" : office, message);
  return meetsRule(trust, record, "machine", message) || meetsRule(trust, record, office, message);
}
function checkPlaced(trust, message, entry, epoch) {
  const { content } = message;
  const record = standing(trust, content.from, logName({ party: content.from, epoch }));
  const ours = equal(content.line, trust.line) && content.context === trust.terms.context;
  must(ours && equal(content.terms, trust.termsDigest), "bundle-message-line");
  must(equal(entry.cred, record.digest) && entry.at <= content.expires, "bundle-message-place");
  must(isReleased(trust, record, message), "not-released");
}
function commitsToItsKind(content, kind) {
  return content.sections.size === kind.sections.size && [...kind.sections.keys()].every((one) => content.sections.has(one));
}
function readSections(content, kind, open) {
  const sections = /* @__PURE__ */ new Map();
  for (const [called, { salt, value }] of open) {
    const committed = content.sections.get(called);
    if (committed === void 0) refuse("section-not-committed");
    const opened2 = tagged("section", bytesItem(content.id), textItem(called), bytesItem(salt), bytesItem(value));
    must(equal(opened2, committed), "section-not-committed");
    const left = value.length === 1 && value[0] === 246;
    if (kind === void 0) sections.set(called, void 0);
    else sections.set(called, left ? null : unpack(kind.sections.get(called), value, MAX_SECTION));
  }
  return sections;
}

// src/logs.mjs
var head = row(["party", party], ["epoch", b16], ["size", size], ["root", digest]);
var place = row(["party", party], ["epoch", b16], ["index", index]);
var path = list(digest, 0, 40);
var opening = row(["blind", digest], ["entry", textMap]);
var run = row(["also", list(index, 1, 1023)], ["names", digest]);
var entryShape = union("role", {
  said: [{ i: index, n: index, at: ms, what: digest, cred: digest, seen: list(head, 0, 16) }, {}],
  heard: [
    { i: index, at: ms, from: place, what: digest, verdict: oneOf("accepted", "not-understood", "refused") },
    { reason: name, has: digest, run }
  ],
  epoch: [{ i: only(0), at: ms, reason: name, reported: list(head, 0, 64) }, { follows: head }]
});
function readEntry({ entry }) {
  const read = readAt(entryShape, entry);
  if (read.run !== void 0) {
    must(read.verdict === "refused" && read.reason === "over-quota", "shape");
    let last = read.from.index;
    for (const also of read.run.also) {
      must(also > last, "shape");
      last = also;
    }
  }
  return read;
}
function entryAt(opened2, at2) {
  try {
    const entry = readEntry(opened2);
    return entry.i === at2 ? entry : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
var leafOf = (origin, { blind, entry }) => tagged("leaf", textItem(origin), bytesItem(blind), entry);

// src/order.mjs
var Heap = class {
  constructor(before) {
    this.before = before;
    this.items = [];
  }
  push(item) {
    const { items } = this;
    let at2 = items.push(item) - 1;
    for (let up = at2 - 1 >> 1; at2 > 0 && this.before(items[at2], items[up]) < 0; at2 = up, up = at2 - 1 >> 1) {
      [items[at2], items[up]] = [items[up], items[at2]];
    }
  }
  pop() {
    const { items } = this;
    const first = items[0];
    const last = items.pop();
    if (items.length > 0) {
      items[0] = last;
      for (let at2 = 0; ; ) {
        let least = at2;
        for (const child of [2 * at2 + 1, 2 * at2 + 2]) {
          if (child < items.length && this.before(items[child], items[least]) < 0) least = child;
        }
        if (least === at2) break;
        [items[at2], items[least]] = [items[least], items[at2]];
        at2 = least;
      }
    }
    return first;
  }
};
function below(places2, size2) {
  let [low, high] = [0, places2.length];
  while (low < high) {
    const middle = low + high >> 1;
    if (places2[middle].spot.index < size2) low = middle + 1;
    else high = middle;
  }
  return low;
}
function waitsOf({ spot, seen }, logs, isOf) {
  const waits = /* @__PURE__ */ new Map();
  for (const head2 of seen) {
    const log = logs.get(logName(head2));
    const count = log === void 0 || head2.party === spot.party ? 0 : below(log.places, head2.size);
    if (count > 0 && isOf(head2)) waits.set(log, Math.max(count, waits.get(log) ?? 0));
  }
  return [...waits].sort(([a], [b]) => spotOrder(a.first, b.first));
}
var unmet = (place2) => place2.waits.find(([log, count]) => log.done < count);
var front = (log) => log.places[log.done];
function givesWay(logs) {
  const fronts = [...logs.values()].map(front).filter((place3) => place3 !== void 0);
  let place2 = fronts.reduce((least, other) => spotOrder(other.spot, least.spot) < 0 ? other : least);
  const walked = [];
  while (!walked.includes(place2)) {
    walked.push(place2);
    place2 = front(unmet(place2)[0]);
  }
  const ring = walked.slice(walked.indexOf(place2));
  return ring.reduce((least, other) => spotOrder(other.spot, least.spot) < 0 ? other : least);
}
function recordOrder(said, isOf) {
  const logs = /* @__PURE__ */ new Map();
  const named3 = (name2, first) => {
    if (!logs.has(name2)) logs.set(name2, { first: { ...first, index: 0 }, places: [], done: 0, blocked: /* @__PURE__ */ new Map() });
    return logs.get(name2);
  };
  for (const { spot, seen } of [...said].sort((a, b) => spotOrder(a.spot, b.spot))) {
    const log = named3(logName(spot), spot);
    log.places.push({ spot, seen, log, waits: null });
  }
  const ready = new Heap((a, b) => spotOrder(a.spot, b.spot));
  const consider = (place2) => {
    if (place2 === void 0) return;
    place2.waits ??= waitsOf(place2, logs, isOf);
    const wait = unmet(place2);
    if (wait === void 0) {
      ready.push(place2);
      return;
    }
    const [log, count] = wait;
    if (!log.blocked.has(count)) log.blocked.set(count, /* @__PURE__ */ new Set());
    log.blocked.get(count).add(place2);
  };
  for (const log of logs.values()) consider(front(log));
  const order = [];
  const circular = /* @__PURE__ */ new Set();
  while (order.length < said.length) {
    if (ready.items.length === 0) {
      const place2 = givesWay(logs);
      const wait = unmet(place2);
      circular.add(place2.spot);
      wait[0].blocked.get(wait[1]).delete(place2);
      place2.waits.splice(place2.waits.indexOf(wait), 1);
      consider(place2);
      continue;
    }
    const { spot, log } = ready.pop();
    order.push(spot);
    log.done++;
    consider(front(log));
    const freed = log.blocked.get(log.done) ?? [];
    log.blocked.delete(log.done);
    for (const place2 of freed) consider(place2);
  }
  return { order, circular };
}

// src/succession.mjs
var LIMIT2 = 131072;
var successions = list(struct({ v: only(1), credential: statement, fields }), 1, 1024);
var pubs = (keys3) => keys3.map(({ pub }) => hex(pub));
var sameKey = (a, b) => equal(a.id, b.id) && a.use === b.use && a.alg === b.alg && equal(a.pub, b.pub) && a.held === b.held;
var sameRoots = (a, b) => a.length === b.length && a.every((key2, n) => sameKey(key2, b[n]));
function caseOf(line, frame, credential, before, after, held) {
  const old = held[held.length - 1];
  const next = credential.seq === old.credential.seq + 1 && credential.prev !== void 0 && equal(credential.prev, old.digest);
  must(next, "credential-not-next");
  const roots = before.roots.value;
  const claimed = after.roots.value;
  return { line, frame, old, roots, claimed };
}
function checkSigned({ line, frame, old, roots, claimed }, credential, before, after) {
  if (credential.emergency) {
    requireExactly("credential", line, frame, roots);
    return "emergency";
  }
  if (!sameRoots(claimed, roots)) {
    must(equal(tagged("roots", after.roots.encoded), before.next), "roots-not-announced");
    requireExactly("credential", line, frame, [...roots, ...claimed]);
    return "root-change";
  }
  requireExactly("credential", line, frame, [...roots, ...old.credential.keys.filter(({ use }) => use === "node")]);
  return "routine";
}
function checkNew(trust, credential, held, shown, after) {
  const members = [...trust.members.values()];
  const used = new Set(members.flatMap(({ history }) => history.flatMap((one) => pubs(one.credential.keys))));
  const roots = new Set(members.flatMap(({ history }) => history.flatMap((one) => pubs(one.roots.roots.value))));
  const officers = held.flatMap((one) => one.credential.keys.filter(({ use }) => use === "officer"));
  const claimed = pubs(after.roots.value);
  for (const key2 of credential.keys) {
    const pub = hex(key2.pub);
    const last = officers.filter((one) => equal(one.pub, key2.pub)).pop();
    const kept = key2.use === "officer" && last !== void 0 && sameKey(last, key2);
    must((!used.has(pub) || kept) && !roots.has(pub) && !claimed.includes(pub), "key-used-twice");
  }
  if (shown) must(claimed.every((pub) => !used.has(pub) && !roots.has(pub)), "key-used-twice");
}
function succeed(trust, carried2) {
  const frame = parseFrame(carried2.credential);
  const credential = readCredential(frame.payload);
  const member = trust.members.get(credential.party);
  must(member !== void 0 && equal(credential.line, trust.line), "credential-not-of-this-line");
  checkFields(credential.fields, carried2.fields);
  const held = member.history;
  const before = held[held.length - 1].roots;
  const shown = carried2.fields.has("roots");
  const after = shown ? unpack(rootSet, carried2.fields.get("roots").value, LIMIT2) : before;
  if (shown) checkRoots(after.roots.value);
  must(!(credential.emergency && shown), "roots-not-announced");
  const step = caseOf(trust.line, frame, credential, before, after, held);
  const founding = [...trust.terms.parties.values()].flatMap((set) => set.roots.value);
  const rooted = new Set(pubs([...founding, ...step.roots, ...step.claimed]));
  must(pubs(credential.keys).every((pub) => !rooted.has(pub)), "key-used-twice");
  const found2 = checkSigned(step, credential, before, after);
  checkNew(trust, credential, held, shown, after);
  if (found2 === "emergency") trust.distrusted.add(step.old);
  held.push(recordOf(frame, credential, after));
  member.cases.push(found2);
}
function follow(trust, carried2 = []) {
  let last = { party: "", seq: 0 };
  for (const one of carried2) {
    const { party: party2, seq } = readCredential(parseFrame(one.credential).payload);
    must(party2 > last.party || party2 === last.party && seq > last.seq, "bundle-order");
    last = { party: party2, seq };
    succeed(trust, one);
  }
}
var steps = (trust) => [...trust.members].flatMap(([id2, { cases }]) => cases.map((one, n) => ({ id: id2, number: n + 1, case: one })));
function* named2(entry) {
  if (entry.role === "heard") {
    const size2 = Math.max(entry.from.index, ...entry.run?.also ?? []) + 1;
    yield { party: entry.from.party, epoch: entry.from.epoch, size: size2 };
  } else if (entry.role === "said") yield* entry.seen;
  else yield* [...entry.reported, ...entry.follows ? [entry.follows] : []];
}
function checkEnds(trust, logs) {
  for (const [, log] of logs) {
    const { party: party2 } = log.head;
    const opened2 = log.entry(0);
    if (opened2?.role !== "epoch" || opened2.follows?.party !== party2) continue;
    const before = logs.get(logName(opened2.follows));
    if (before === void 0 || before.head.size <= opened2.follows.size) continue;
    must(trust.under.get(logName(before.head)) === trust.under.get(logName(log.head)), "head-after-succession");
  }
}
function limitDistrusted(trust, logs) {
  if (trust.distrusted.size === 0) return;
  const sizes = /* @__PURE__ */ new Map();
  for (const [, log] of logs) {
    for (const [, entry] of log.entries()) {
      for (const head2 of named2(entry)) {
        if (head2.party !== log.head.party) sizes.set(logName(head2), Math.max(head2.size, sizes.get(logName(head2)) ?? 0));
      }
    }
  }
  for (const [name2, log] of logs) {
    if (trust.distrusted.has(trust.under.get(name2))) log.limit = sizes.get(name2) ?? 0;
  }
}

// src/trees.mjs
var MAX_LOG2 = 2 ** 40;
var SIZE = 32;
var leafHash = (leaf) => sha256(join(Uint8Array.of(0), leaf));
var nodeHash = (left, right) => sha256(join(Uint8Array.of(1), left, right));
function parting(count) {
  let half2 = 1;
  while (half2 * 2 < count) half2 *= 2;
  return half2;
}
var Level = class {
  constructor() {
    this.bytes = new Uint8Array(SIZE * 16);
    this.count = 0;
  }
  push(hash) {
    if (SIZE * (this.count + 1) > this.bytes.length) {
      const more = new Uint8Array(this.bytes.length * 2);
      more.set(this.bytes);
      this.bytes = more;
    }
    this.bytes.set(hash, SIZE * this.count++);
  }
  at(n) {
    return this.bytes.subarray(SIZE * n, SIZE * (n + 1));
  }
};
var Tree = class {
  constructor() {
    this.levels = [new Level()];
    this.roots = /* @__PURE__ */ new Map();
  }
  get size() {
    return this.levels[0].count;
  }
  push(leaf) {
    let hash = leafHash(leaf);
    this.levels[0].push(hash);
    for (let depth = 0; this.levels[depth].count % 2 === 0; depth++) {
      const level = this.levels[depth];
      hash = nodeHash(level.at(level.count - 2), level.at(level.count - 1));
      if (depth + 1 === this.levels.length) this.levels.push(new Level());
      this.levels[depth + 1].push(hash);
    }
  }
  // The root when there were `size` leaves, 1 to as many as there are.
  root(size2 = this.size) {
    let root = this.roots.get(size2);
    if (root !== void 0) return root;
    for (let depth = 0, left = size2; left > 0; depth++, left = Math.floor(left / 2)) {
      if (left % 2 === 0) continue;
      const hash = this.levels[depth].at(left - 1);
      root = root === void 0 ? hash : nodeHash(hash, root);
    }
    this.roots.set(size2, root);
    return root;
  }
};
function verifyInclusion(leaf, index2, size2, path2, root) {
  must(index2 < size2 && size2 <= MAX_LOG2, "proof-path-shape");
  const lefts = [];
  for (let at2 = index2, last = size2 - 1; last > 0; at2 = Math.floor(at2 / 2), last = Math.floor(last / 2)) {
    if (at2 % 2 === 1) lefts.push(true);
    else if (at2 < last) lefts.push(false);
  }
  must(lefts.length === path2.length, "proof-path-shape");
  let hash = leafHash(leaf);
  path2.forEach((other, n) => {
    hash = lefts[n] ? nodeHash(other, hash) : nodeHash(hash, other);
  });
  must(equal(hash, root), "proof-not-included");
}
function besides(low, high, start, stop) {
  if (high <= start || stop <= low) return 1;
  if (start <= low && high <= stop) return 0;
  const middle = low + parting(high - low);
  return besides(low, middle, start, stop) + besides(middle, high, start, stop);
}
function verifyRange(leaves, start, size2, outside, root) {
  const stop = start + leaves.length;
  must(leaves.length > 0 && stop <= size2 && size2 <= MAX_LOG2, "proof-range-shape");
  must(outside.length === besides(0, size2, start, stop), "proof-range-shape");
  let used = 0;
  const hash = (low, high) => {
    if (high <= start || stop <= low) return outside[used++];
    if (high - low === 1) return leafHash(leaves[low - start]);
    const middle = low + parting(high - low);
    const left = hash(low, middle);
    return nodeHash(left, hash(middle, high));
  };
  must(equal(hash(0, size2), root), "proof-range-not-included");
}
function verifyConsistency(first, firstRoot, second, secondRoot, path2) {
  const holds = first > 0 && first <= second && second <= MAX_LOG2 && consistent(first, firstRoot, second, secondRoot, path2);
  must(holds, "proof-not-consistent");
}
var half = (number2) => Math.floor(number2 / 2);
function consistent(first, firstRoot, second, secondRoot, path2) {
  if (first === second) return path2.length === 0 && equal(firstRoot, secondRoot);
  if (path2.length === 0) return false;
  let [at2, last] = [first - 1, second - 1];
  while (at2 % 2 === 1) [at2, last] = [half(at2), half(last)];
  const [start, ...rest] = at2 === 0 ? [firstRoot, ...path2] : path2;
  let [old, now] = [start, start];
  for (const hash of rest) {
    if (last === 0) return false;
    if (at2 % 2 === 1 || at2 === last) {
      [old, now] = [nodeHash(hash, old), nodeHash(hash, now)];
      while (at2 % 2 === 0 && at2 !== 0) [at2, last] = [half(at2), half(last)];
    } else now = nodeHash(now, hash);
    [at2, last] = [half(at2), half(last)];
  }
  return last === 0 && equal(old, firstRoot) && equal(now, secondRoot);
}

// src/bundles.mjs
var MAX_BUNDLE = 536870912;
var CHECK = 32;
var logShape = struct(
  { head: checkpoint },
  { all: rows(opening, 1), some: rows(row(["opening", opening], ["path", path]), 1) }
);
var bundleShape = struct({
  v: only(1),
  line: digest,
  terms: statement,
  fields,
  credentials: list(statement, 1, 16),
  logs: list(logShape, 1, 4096),
  messages: rows(struct({ signed: signedPair, open: openSections }), 0)
}, { successions });
function undamaged(data) {
  const body = data.subarray(0, Math.max(0, data.length - CHECK));
  if (data.length <= CHECK || !equal(sha256(body), data.subarray(data.length - CHECK))) throw new Refusal("damaged", true);
  return body;
}
var ShownLog = class {
  constructor(bytes2, head2) {
    this.bytes = bytes2;
    this.head = head2;
    this.tree = null;
    this.limit = Infinity;
    this.indices = [];
    this.offsets = /* @__PURE__ */ new Map();
  }
  note(index2, { entry }) {
    this.indices.push(index2);
    this.offsets.set(index2, entry.byteOffset - this.bytes.byteOffset);
  }
  entry(index2) {
    const at2 = index2 < this.limit ? this.offsets.get(index2) : void 0;
    return at2 === void 0 ? void 0 : readEntry({ entry: this.bytes.subarray(at2) });
  }
  *entries(stop = Infinity) {
    for (const index2 of this.indices) {
      if (index2 >= stop || index2 >= this.limit) return;
      yield [index2, this.entry(index2)];
    }
  }
};
function readWhole(log, all) {
  const { head: head2 } = log;
  must(all.length === head2.size, "bundle-log-length");
  log.tree = new Tree();
  let index2 = 0;
  for (const opened2 of all) {
    log.tree.push(leafOf(head2.origin, opened2));
    if (entryAt(opened2, index2) !== null) log.note(index2, opened2);
    index2++;
  }
  must(equal(log.tree.root(), head2.root), "bundle-log-root");
}
function readPart(log, some) {
  const { head: head2 } = log;
  let last = -1;
  for (const one of some) {
    const { i } = readEntry(one.opening);
    must(i > last, "bundle-order");
    last = i;
    verifyInclusion(leafOf(head2.origin, one.opening), i, head2.size, one.path, head2.root);
    log.note(i, one.opening);
  }
}
function readLogs(trust, shown, bytes2) {
  const logs = /* @__PURE__ */ new Map();
  let before = null;
  for (const { head: carried2, all, some } of shown) {
    const head2 = checkHead(trust, carried2);
    must(before === null || inOrder(before, head2) < 0, "bundle-order");
    before = head2;
    const log = new ShownLog(bytes2, head2);
    must(all === void 0 !== (some === void 0), "bundle-log-form");
    if (all !== void 0) readWhole(log, all);
    else readPart(log, some);
    logs.set(logName(head2), log);
  }
  return logs;
}
function receiptFor(entry, logs) {
  if (entry.run === void 0) return [[entry.from.index, entry.what]];
  const log = logs.get(logName(entry.from));
  const names2 = [];
  for (const index2 of [entry.from.index, ...entry.run.also]) {
    const said = log?.entry(index2);
    if (said?.role !== "said") return [];
    names2.push([index2, said.what]);
  }
  const whole = tagged("run", arrayItem(...names2.map(([, what]) => bytesItem(what))));
  return equal(names2[0][1], entry.what) && equal(whole, entry.run.names) ? names2 : [];
}
function lookThrough(logs, wanted) {
  const places2 = /* @__PURE__ */ new Map();
  const bySpot = /* @__PURE__ */ new Map();
  for (const log of logs.values()) {
    const { party: party2, epoch } = log.head;
    for (const [index2, entry] of log.entries()) {
      if (entry.role !== "said" || !wanted.has(hex(entry.what))) continue;
      const place2 = { spot: { party: party2, epoch, index: index2 }, entry, receipts: /* @__PURE__ */ new Map() };
      const name2 = party2 + "/" + hex(entry.what);
      if (!places2.has(name2)) places2.set(name2, []);
      places2.get(name2).push(place2);
      bySpot.set(spotName(place2.spot), place2);
    }
  }
  for (const log of logs.values()) {
    const { party: party2 } = log.head;
    for (const [index2, entry] of log.entries()) {
      if (entry.role !== "heard" || entry.from.party === party2) continue;
      for (const [at2, what] of receiptFor(entry, logs)) {
        const place2 = bySpot.get(spotName({ ...entry.from, index: at2 }));
        if (place2 === void 0 || !equal(place2.entry.what, what) || place2.receipts.has(party2)) continue;
        place2.receipts.set(party2, { index: index2, at: entry.at, verdict: entry.verdict, reason: entry.reason ?? null });
      }
    }
  }
  return places2;
}
var counting = (places2) => places2.find(({ receipts }) => receipts.size > 0) ?? places2[0];
function readMessage(trust, places2, { signed, open }) {
  const what = saidId(signed);
  const message = readSigned(signed);
  const { content } = message;
  const standing2 = places2.get(content.from + "/" + hex(what));
  if (standing2 === void 0) refuse("bundle-message-not-said");
  const { spot, entry, receipts } = counting(standing2);
  checkPlaced(trust, message, entry, spot.epoch);
  const kind = kindOf(content);
  must(kind === void 0 || commitsToItsKind(content, kind), "sections");
  const sections = readSections(content, kind, open);
  const names2 = [...(kind ?? content).sections.keys()];
  const withheld = names2.filter((name2) => !sections.has(name2));
  const receipted = [...trust.members.keys()].every((party2) => party2 === content.from || receipts.has(party2));
  return { spot, what, entry, content, kind, sections, withheld, receipts, receipted, destroyed: /* @__PURE__ */ new Map(), circular: false };
}
var mayBe = (logs) => (head2) => {
  const tree = logs.get(logName(head2))?.tree;
  return !tree || head2.size > tree.size || equal(tree.root(head2.size), head2.root);
};
function verifyBundle(data) {
  const body = undamaged(data);
  const bundle = unpack(bundleShape, body, MAX_BUNDLE);
  const trust = found(bundle.terms, bundle.credentials);
  follow(trust, bundle.successions);
  must(equal(trust.line, bundle.line), "bundle-line");
  checkFields(trust.terms.fields, bundle.fields);
  const logs = readLogs(trust, bundle.logs, body);
  checkEnds(trust, logs);
  limitDistrusted(trust, logs);
  const wanted = /* @__PURE__ */ new Set();
  for (const { signed } of bundle.messages) wanted.add(hex(saidId(signed)));
  const places2 = lookThrough(logs, wanted);
  const messages = [];
  for (const shown of bundle.messages) messages.push(readMessage(trust, places2, shown));
  const { order, circular } = recordOrder(distinct2(messages), mayBe(logs));
  must(order.length === messages.length, "bundle-order");
  messages.forEach(({ spot }, n) => must(spotName(spot) === spotName(order[n]), "bundle-order"));
  const past = (log, stop) => [...logs.get(log)?.entries(stop) ?? []].map(([, entry]) => entry);
  const gone = destroyed([...trust.members.keys()], messages, past);
  const around = new Set([...circular].map(spotName));
  for (const message of messages) {
    message.circular = around.has(spotName(message.spot));
    message.destroyed = gone.get(hex(message.what)) ?? message.destroyed;
    message.withheld = message.withheld.filter((name2) => !message.destroyed.has(name2));
  }
  return { trust, fields: bundle.fields, heads: [...logs.values()].map(({ head: head2, tree }) => ({ ...head2, whole: tree !== null })), messages };
}
function distinct2(messages) {
  const said = new Map(messages.map(({ spot, entry }) => [spotName(spot), { spot, seen: entry.seen }]));
  return [...said.values()];
}

// src/deadlines.mjs
var LIMIT3 = 131072;
var span = uint(0, 316224e5);
var shape = struct(
  {
    profile: name,
    over: oneOf("always", "duty", "duty-and-on-call"),
    receipt: span,
    acknowledge: dict(oneOf("0", "1", "2", "3"), orNull(span), 4, 4),
    holding: span,
    answer: span
  },
  { tests: struct({ machine: span, person: span }) }
);
function due(fields2, wanted) {
  const shown = fields2.get("deadlines");
  if (shown === void 0) return null;
  const { over, acknowledge } = unpack(shape, shown.value, LIMIT3);
  const agreed = acknowledge.get(String(wanted));
  return agreed === null ? null : { over, span: agreed };
}

// src/duty.mjs
var MINUTE = 6e4;
var DAY = 864e5;
var MOST_DAYS = 3653;
var WEEK = 7;
function dayNumber(text2) {
  const [year, month, day] = text2.split("-").map(Number);
  const at2 = Date.UTC(year, month - 1, day);
  const found2 = new Date(at2);
  const real = year >= 1970 && found2.getUTCFullYear() === year && found2.getUTCMonth() === month - 1;
  return real && found2.getUTCDate() === day ? at2 / DAY : null;
}
var soundHours = (days) => days.every((spans) => spans.every(({ from, until }, n) => from < until && (n === 0 || spans[n - 1].until < from)));
function soundOffsets({ offset, changes }) {
  return changes.every(({ at: at2, then }, n) => {
    const before = n === 0 ? null : changes[n - 1];
    return then !== (before === null ? offset : before.then) && (before === null || before.at < at2);
  });
}
function soundDays({ holidays, working }, first, last) {
  const within = (day) => day !== null && day >= first && day <= last;
  const closed = holidays.map(({ from, until }) => [dayNumber(from), dayNumber(until)]);
  const worked = working.map(({ on }) => dayNumber(on));
  return closed.every(([from, until], n) => within(from) && within(until) && from <= until && (n === 0 || closed[n - 1][1] < from)) && worked.every((day, n) => within(day) && (n === 0 || worked[n - 1] < day)) && worked.every((day) => !closed.some(([from, until]) => from <= day && day <= until));
}
function calendarFault(calendar) {
  const { week, on_call: onCall = [] } = calendar;
  if (!week.some((spans) => spans.length > 0) || !soundHours(week) || !soundHours(onCall)) return "roster-hours";
  if (!soundOffsets(calendar)) return "roster-offsets";
  const first = dayNumber(calendar.covers_from);
  const last = dayNumber(calendar.covers_until);
  if (first === null || last === null || last < first || last >= first + MOST_DAYS) return "roster-covers";
  return soundDays(calendar, first, last) ? null : "roster-days";
}
var Calendar = class {
  constructor(calendar) {
    this.week = calendar.week;
    this.onCall = calendar.on_call ?? null;
    this.closed = calendar.holidays.map(({ from, until }) => [dayNumber(from), dayNumber(until)]);
    this.working = new Map(calendar.working.map(({ on, like }) => [dayNumber(on), like]));
    this.first = dayNumber(calendar.covers_from);
    this.last = dayNumber(calendar.covers_until);
  }
  // Open minutes of a local day, in order and apart.
  hours(day, over) {
    const weekday = ((day + 3) % WEEK + WEEK) % WEEK;
    const covered = day >= this.first && day <= this.last;
    let spans = this.week[weekday];
    if (covered && this.working.has(day)) spans = this.week[this.working.get(day) - 1];
    else if (covered && this.closed.some(([from, until]) => from <= day && day <= until)) spans = [];
    if (over !== "duty-and-on-call" || this.onCall === null) return spans;
    return union2([...spans, ...this.onCall[weekday]]);
  }
};
function union2(spans) {
  const joined = [];
  for (const { from, until } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined[joined.length - 1];
    if (last !== void 0 && from <= last.until) last.until = Math.max(last.until, until);
    else joined.push({ from, until });
  }
  return joined;
}
function addDuty(plain3, at2, span2, over) {
  if (span2 === 0) return at2;
  const calendar = new Calendar(plain3);
  const offsets = [{ at: 0, then: plain3.offset }, ...plain3.changes];
  let left = span2;
  let looked = 0;
  for (let n = 0; n < offsets.length; n++) {
    const until = n + 1 < offsets.length ? offsets[n + 1].at : Infinity;
    if (until <= at2) continue;
    const since = Math.max(at2, n === 0 ? 0 : offsets[n].at);
    const offset = offsets[n].then * MINUTE;
    for (let day = Math.floor((since + offset) / DAY); day * DAY - offset < until; day++) {
      if (looked++ >= MOST_DAYS) return null;
      for (const { from, until: to } of calendar.hours(day, over)) {
        const begins = Math.max(since, day * DAY + from * MINUTE - offset);
        const ends = Math.min(until, day * DAY + to * MINUTE - offset);
        if (ends - begins >= left) return begins + left;
        if (ends > begins) left -= ends - begins;
      }
    }
  }
  return null;
}

// src/states.mjs
var pointAt = ({ head: head2 }, index2, at2) => ({ spot: { party: head2.party, epoch: head2.epoch, index: index2 }, at: at2 });
function earlier(a, b) {
  return a.at - b.at || compare(a.spot.epoch, b.spot.epoch) || a.spot.index - b.spot.index;
}
function* places(stretches) {
  for (const stretch of stretches) {
    for (const [n, row3] of stretch.rows.entries()) {
      if (row3.entry !== null) yield { ...pointAt(stretch, stretch.start + n, row3.entry.at), row: row3 };
    }
  }
}
function receiptIn(about, stretches) {
  const found2 = [...places(stretches)].filter(
    ({ row: { entry } }) => entry.role === "heard" && equal(entry.what, about.what) && about.places.has(spotName(entry.from))
  );
  const first = found2.sort(earlier)[0];
  return first === void 0 ? null : { spot: first.spot, entry: first.row.entry };
}
function acknowledgements(stretches, by) {
  const found2 = [];
  for (const stretch of stretches) {
    let late = false;
    for (const { row: row3, ...point } of places([stretch])) {
      late ||= row3.entry.at > by;
      if (row3.meaning === "acknowledges") found2.push({ ...point, late });
    }
  }
  return found2.sort((a, b) => Number(a.late) - Number(b.late) || earlier(a, b));
}
function openedBy({ start, rows: rows2 }) {
  const entry = start === 0 ? rows2[0].entry : null;
  return entry?.role === "epoch" ? entry : null;
}
function joins(before, later) {
  const { follows, reported } = openedBy(later);
  const { head: head2 } = before;
  const sizes = [follows, ...reported].filter(({ epoch }) => equal(epoch, head2.epoch)).map(({ size: size2 }) => size2);
  if (follows.size === head2.size && !equal(follows.root, head2.root)) return false;
  return before.stop === head2.size && sizes.every((size2) => size2 <= head2.size);
}
function oneLog(stretches) {
  const shown = new Set(stretches.map(({ head: head2 }) => hex(head2.epoch)));
  const next = /* @__PURE__ */ new Map();
  let first = null;
  for (const stretch of stretches) {
    const follows = openedBy(stretch)?.follows;
    const before = follows === void 0 ? null : hex(follows.epoch);
    if (before !== null && next.has(before)) return null;
    if (before !== null) next.set(before, stretch);
    if (before !== null && shown.has(before)) continue;
    if (first !== null) return null;
    first = stretch;
  }
  if (first === null) return null;
  const chain = [first];
  while (chain.length < stretches.length) {
    const last = chain[chain.length - 1];
    const later = next.get(hex(last.head.epoch));
    if (later === void 0 || chain.includes(later) || !joins(last, later)) return null;
    chain.push(later);
  }
  return chain;
}
function beginsInTime(about, stretch) {
  const { head: head2, start, rows: rows2 } = stretch;
  const hidden = (seen) => seen.party === head2.party && equal(seen.epoch, head2.epoch) && start > seen.size;
  if (about.says.some(({ seen }) => seen.some(hidden))) return false;
  const opened2 = openedBy(stretch);
  if (opened2 !== null && opened2.follows === void 0 && opened2.reported.length === 0) return true;
  const [{ entry }] = rows2;
  return entry !== null && entry.at <= about.composed;
}
function upToDate(about, chain) {
  const sizes = new Map(chain.map(({ head: head2 }) => [hex(head2.epoch), head2.size]));
  for (const opened2 of chain.map(openedBy)) {
    if (opened2 === null) continue;
    for (const { epoch, size: size2 } of [...opened2.reported, ...opened2.follows ? [opened2.follows] : []]) {
      if (!sizes.has(hex(epoch))) sizes.set(hex(epoch), size2);
    }
  }
  const { party: party2 } = chain[0].head;
  const named3 = about.own.flatMap(({ seen }) => seen).filter((head2) => head2.party === party2);
  return named3.every(({ epoch, size: size2 }) => size2 <= (sizes.get(hex(epoch)) ?? 0));
}
var NOT_HELD = { state: "not-held", first: null, last: null, notShown: 0 };
function lookBy(about, stretches, by) {
  const chain = stretches.length === 0 ? null : stretches.length === 1 ? stretches : oneLog(stretches);
  if (chain === null || !beginsInTime(about, chain[0])) return NOT_HELD;
  let [first, last] = [null, null];
  let notShown = 0;
  for (const stretch of chain) {
    for (const [n, { entry, meaning: meaning2 }] of stretch.rows.entries()) {
      if (entry !== null) {
        last = pointAt(stretch, stretch.start + n, entry.at);
        first ??= last;
        if (entry.at > by) return { state: notShown > 0 ? "not-opened" : "none-by", first, last, notShown };
      }
      if (meaning2 === "not-shown") notShown++;
    }
  }
  const end = chain[chain.length - 1];
  if (end.stop !== end.head.size || !upToDate(about, chain)) return NOT_HELD;
  return { state: "no-word-after", first, last, notShown };
}
function decide(about, stretches, by, notSent) {
  const stored = receiptIn(about, stretches);
  const names2 = [...places(stretches)].filter(({ row: row3 }) => row3.meaning === "names").map(({ row: row3, ...point }) => ({ ...point, kind: row3.kind ?? "" })).sort(earlier);
  const seen = lookBy(about, stretches, by);
  const found2 = { stored, names: names2, acknowledged: null, late: false, noneBefore: false };
  const [acknowledged] = acknowledgements(stretches, by);
  if (acknowledged !== void 0) {
    const { late } = acknowledged;
    const noneBefore = late && seen.state === "none-by";
    return { ...seen, ...found2, state: "acknowledged", acknowledged, late, noneBefore };
  }
  if (notSent && stored === null) return { ...NOT_HELD, ...found2, state: "not-sent" };
  return { ...seen, ...found2 };
}
function namedBy(spot, own) {
  let [before, after] = [null, null];
  for (const { at: at2, seen } of own) {
    for (const head2 of seen) {
      if (head2.party !== spot.party || !equal(head2.epoch, spot.epoch)) continue;
      if (head2.size > spot.index) after = after === null ? at2 : Math.min(after, at2);
      else before = before === null ? at2 : Math.max(before, at2);
    }
  }
  return { before, after };
}

// src/delivery.mjs
var MAGIC = "detente/1/delivery";
var BEGINS = new Uint8Array([130, 96 + MAGIC.length, ...encodeText(MAGIC)]);
var shownRow = struct({ entry: opening }, { signed: signedPair, open: openSections });
var part = struct(
  { head: checkpoint },
  {
    range: row(["start", index], ["rows", rows(shownRow, 1)], ["outside", list(digest, 0, 96)]),
    apart: rows(row(["row", shownRow], ["path", path]), 1)
  }
);
var carriedWay = struct({ way: name, first: ms }, { to: spelled(/^[a-z0-9.:-]{1,253}$/) });
var deliveryShape = struct(
  {
    v: only(1),
    line: digest,
    writer: party,
    made: ms,
    terms: statement,
    fields,
    credentials: list(statement, 1, 16),
    message: digest,
    by: dict(party, row(["at", ms], ["basis", oneOf("due", "calendar", "asked")]), 1, 16),
    logs: list(part, 1, 4096)
  },
  { carried: dict(party, list(carriedWay, 0, 64), 1), differ: dict(party, list(checkpoint, 0, 2), 1), successions }
);
var fileShape = row(["magic", oneOf(MAGIC)], ["frame", bytes(0, Infinity)]);
var isDelivery = (data) => equal(data.subarray(0, BEGINS.length), BEGINS);
var ShownLog2 = class {
  constructor(head2, start, rows2, apart) {
    Object.assign(this, { head: head2, start, rows: rows2, apart });
    this.limit = Infinity;
    this.found = /* @__PURE__ */ new Map();
    for (const { entry } of rows2) {
      const at2 = start + this.found.size;
      this.found.set(at2, entryAt(entry, at2));
    }
  }
  // The entry at a place, unless it says nothing there or does not count.
  entry(at2) {
    return at2 < this.limit ? this.found.get(at2) ?? null : null;
  }
  *entries() {
    for (const [at2, entry] of this.found) if (entry !== null && at2 < this.limit) yield [at2, entry];
  }
};
function shownLog(trust, { head: carried2, range, apart }) {
  const head2 = checkHead(trust, carried2);
  must(range !== void 0 || apart !== void 0, "delivery-part");
  if (range !== void 0) {
    const leaves = [];
    for (const { entry } of range.rows) leaves.push(leafOf(head2.origin, entry));
    verifyRange(leaves, range.start, head2.size, range.outside, head2.root);
  }
  const log = new ShownLog2(head2, range?.start ?? 0, range?.rows ?? [], apart ?? []);
  let last = -1;
  for (const one of log.apart) {
    const entry = readEntry(one.row.entry);
    must(entry.i > last, "bundle-order");
    must(entry.i < log.start || entry.i >= log.start + log.rows.length, "delivery-part");
    last = entry.i;
    verifyInclusion(leafOf(head2.origin, one.row.entry), entry.i, head2.size, one.path, head2.root);
    log.found.set(entry.i, entry);
  }
  return log;
}
function shownLogs(trust, parts) {
  const logs = /* @__PURE__ */ new Map();
  let before = null;
  for (const part2 of parts) {
    const log = shownLog(trust, part2);
    must(before === null || inOrder(before, log.head) < 0, "bundle-order");
    before = log.head;
    logs.set(logName(log.head), log);
  }
  return logs;
}
var Reading = class {
  constructor(trust, delivery) {
    Object.assign(this, { trust, delivery });
    this.stretches = /* @__PURE__ */ new Map();
    this.said = [];
    this.calendars = [];
    const logs = shownLogs(trust, delivery.logs);
    checkEnds(trust, logs);
    limitDistrusted(trust, logs);
    for (const log of logs.values()) this.readLog(log);
    this.said.sort((a, b) => spotOrder(a.spot, b.spot));
  }
  readLog(log) {
    const { head: head2, start, rows: rows2 } = log;
    if (rows2.length > 0) {
      const read = [];
      for (const shown of rows2) read.push(this.readRow(log, start + read.length, shown));
      if (!this.stretches.has(head2.party)) this.stretches.set(head2.party, []);
      this.stretches.get(head2.party).push({ head: head2, start, stop: start + rows2.length, rows: read });
    }
    for (const { row: shown } of log.apart) {
      must(this.readRow(log, readEntry(shown.entry).i, shown).meaning !== "acknowledges", "delivery-part");
    }
  }
  // One leaf: its entry (null where it says nothing), and what its message is to the one the record is about.
  readRow(log, at2, shown) {
    const { head: head2 } = log;
    const entry = log.entry(at2);
    const said = entry?.role === "said";
    const closed = said || log.found.get(at2)?.role === "said";
    const spot = { party: head2.party, epoch: head2.epoch, index: at2 };
    if (shown.signed === void 0) {
      must(shown.open === void 0, "delivery-row");
      if (said) this.said.push({ spot, entry, row: shown });
      return { entry, meaning: closed ? "not-shown" : "other", kind: null };
    }
    must(said && equal(saidId(shown.signed), entry.what), "delivery-row");
    const place2 = { spot, entry, row: shown };
    this.said.push(place2);
    return { entry, ...this.meaning(place2) };
  }
  meaning(place2) {
    const { row: row3, entry, spot } = place2;
    const read = tried(() => readSigned(row3.signed));
    if (read instanceof Refusal) {
      if (row3.open !== void 0) throw read;
      return { meaning: "other", kind: null };
    }
    const { content } = read;
    place2.kind = content.kind;
    const open = row3.open && [...row3.open.keys()];
    const { message } = this.delivery;
    const re = content.re ?? [];
    const about = re.some((one) => equal(one, message));
    const roster = content.kind === "roster" && open?.length === 1 && open[0] === "calendar";
    const explains = about && (content.kind === "acknowledgement" || content.kind === "explanation");
    must(open === void 0 || equal(entry.what, message) || explains || roster, "delivery-row");
    if (roster) {
      const calendar = this.statement(place2).sections.get("calendar");
      if (calendar !== null && calendarFault(calendar) === null) this.calendars.push({ ...spot, at: entry.at, calendar });
    }
    const { kind } = content;
    if (!about || tried(() => this.placed(spot, read, entry)) instanceof Refusal) return { meaning: "other", kind };
    if (kind !== "acknowledgement" || re.length !== 1) return { meaning: "names", kind };
    if (open === void 0 || open.length !== content.sections.size || !open.every((one) => content.sections.has(one))) {
      return { meaning: "not-shown", kind };
    }
    const whole = tried(() => this.statement(place2));
    return { meaning: whole instanceof Refusal || whole.sections.get("coded") === null ? "other" : "acknowledges", kind };
  }
  placed({ party: author, epoch }, message, entry) {
    must(message.content.from === author, "bundle-message-not-said");
    checkPlaced(this.trust, message, entry, epoch);
  }
  // The message at a place, with what is opened of it; refused for what a bundle would be refused for.
  statement({ spot, entry, row: row3 }) {
    const message = readSigned(row3.signed);
    const { content } = message;
    this.placed(spot, message, entry);
    const kind = kindOf(content);
    must(kind !== void 0 && commitsToItsKind(content, kind), "sections");
    const sections = readSections(content, kind, row3.open ?? /* @__PURE__ */ new Map());
    const withheld = [...kind.sections.keys()].filter((one) => !sections.has(one));
    return { spot, what: entry.what, entry, content, kind, sections, withheld };
  }
  report() {
    const { delivery, trust } = this;
    const places2 = this.said.filter(({ entry }) => equal(entry.what, delivery.message));
    const shown = places2.find(({ row: row3 }) => row3.signed !== void 0);
    if (shown === void 0) refuse("bundle-message-not-said");
    const message = this.statement(shown);
    const author = message.content.from;
    must(places2.every(({ spot }) => spot.party === author), "bundle-message-not-said");
    must(message.kind.awaits, "delivery-kind");
    const others = [...trust.members.keys()].filter((one) => one !== author);
    must(delivery.by.size === others.length && others.every((one) => delivery.by.has(one)), "delivery-members");
    must(!this.stretches.has(author), "delivery-part");
    this.checkWriter(author);
    const own = this.said.filter(({ spot }) => spot.party === author).map(({ entry }) => entry);
    const about = {
      what: delivery.message,
      composed: message.content.composed,
      places: new Set(places2.map(({ spot }) => spotName(spot))),
      says: places2.map(({ entry }) => entry),
      own
    };
    const members = others.map((one) => this.member(one, message, about));
    const explanations = this.said.filter(({ row: row3, kind, entry }) => row3.open !== void 0 && kind === "explanation" && !equal(entry.what, delivery.message)).map((place2) => this.statement(place2));
    const receipted = members.every(({ finding }) => finding.stored !== null);
    const { writer, made } = delivery;
    return { trust, writer, made, fields: delivery.fields, message, members, explanations, receipted };
  }
  // Statements of the writer alone: which routes its node used, and that it holds two histories.
  checkWriter(author) {
    const { carried: carried2, differ = /* @__PURE__ */ new Map(), writer, by } = this.delivery;
    must(carried2 === void 0 || writer === author && [...carried2.keys()].every((one) => by.has(one)), "delivery-carried");
    must([...differ.keys()].every((one) => this.trust.members.has(one)), "delivery-members");
    for (const [of, checkpoints] of differ) {
      const heads = checkpoints.map((one) => checkHead(this.trust, one));
      must(heads.every((one) => !this.trust.distrusted.has(this.trust.under.get(logName(one)))), "head-after-succession");
      if (heads.length === 0) continue;
      const [a, b] = heads;
      must(heads.length === 2 && a.party === of && b.party === of, "delivery-differ");
      must(equal(a.epoch, b.epoch) && a.size === b.size && compare(a.root, b.root) < 0, "delivery-differ");
    }
  }
  member(of, message, about) {
    const asked = this.delivery.by.get(of);
    const carried2 = this.delivery.carried?.get(of);
    const finding = decide(about, this.stretches.get(of) ?? [], asked.at, carried2?.length === 0);
    must(asked.basis === "asked" || asked.at === this.due(of, message, finding, asked.basis), "delivery-due");
    const point = finding.acknowledged ?? finding.last;
    const bounds = point === null ? null : namedBy(point.spot, about.own);
    return { party: of, by: asked.at, basis: asked.basis, finding, bounds, carried: carried2, differ: this.delivery.differ?.has(of) ?? false };
  }
  // When the terms make it due, from the receipt that is shown; null where that does not follow.
  due(of, message, { stored }, basis) {
    const agreed = due(this.delivery.fields, message.content.wanted);
    if (stored === null || agreed === null || agreed.over === "always" !== (basis === "due")) return null;
    if (basis === "due") return stored.entry.at + agreed.span;
    const { spot, entry } = stored;
    const earlier2 = this.calendars.filter((one) => one.party === of).map((one) => ({ ...one, here: equal(one.epoch, spot.epoch) })).filter((one) => one.here ? one.index < spot.index : one.at <= entry.at);
    if (earlier2.length === 0) return null;
    const rank = (one) => [one.here ? 1 : 0, one.here ? one.index : one.at];
    const last = earlier2.reduce((best, one) => laterOf(rank(one), rank(best)) ? one : best);
    return addDuty(last.calendar, entry.at, agreed.span, agreed.over);
  }
};
var laterOf = ([a, b], [c, d]) => a > c || a === c && b > d;
function tried(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
function verifyDelivery(data) {
  const { frame: carried2 } = unpack(fileShape, undamaged(data), MAX_BUNDLE);
  const frame = parseFrame(carried2, MAX_BUNDLE);
  const delivery = unpack(deliveryShape, frame.payload, MAX_BUNDLE);
  const trust = found(delivery.terms, delivery.credentials);
  follow(trust, delivery.successions);
  must(equal(trust.line, delivery.line), "bundle-line");
  checkFields(trust.terms.fields, delivery.fields);
  const writer = trust.members.get(delivery.writer);
  if (writer === void 0) refuse("delivery-members");
  requireExactly("delivery", trust.line, frame, keysOf(writer.history.at(-1), "node"));
  return new Reading(trust, delivery).report();
}
function plain2(value) {
  if (value instanceof Uint8Array) return hex(value);
  if (Array.isArray(value)) return value.map(plain2);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key2, one]) => [key2, plain2(one)]));
}
var toldMessage = ({ what, content, spot, entry, sections, withheld }) => ({
  id: hex(what),
  kind: content.kind,
  author: content.from,
  entry: spot.index,
  at: entry.at,
  wanted: content.wanted,
  vocab: hex(content.vocab),
  sections: Object.fromEntries([...sections].filter(([, value]) => value !== null).map(([key2, one]) => [key2, plain2(one)])),
  withheld
});
var toldPoint = (point) => point === null ? null : { entry: point.spot.index, at: point.at };
function toldMember({ party: of, by, basis, finding, bounds, carried: carried2, differ }) {
  const { stored } = finding;
  return {
    party: of,
    state: finding.state,
    by,
    basis,
    stored: stored && {
      entry: stored.spot.index,
      at: stored.entry.at,
      verdict: stored.entry.verdict,
      reason: stored.entry.reason ?? null
    },
    acknowledged: toldPoint(finding.acknowledged),
    late: finding.late,
    none_before: finding.noneBefore,
    first: toldPoint(finding.first),
    last: toldPoint(finding.last),
    not_shown: finding.notShown,
    names: finding.names.map(({ kind, ...point }) => ({ ...toldPoint(point), kind })),
    named: bounds,
    carried: carried2 === void 0 ? null : carried2,
    differ
  };
}
var toldDelivery = ({ message, trust, writer, made, members, explanations }) => ({
  message: toldMessage(message),
  context: trust.terms.context,
  writer,
  made,
  members: members.map(toldMember),
  explanations: explanations.map(toldMessage)
});

// src/differing.mjs
var MAX_DIFFER = 4194304;
var MAGIC2 = "detente/1/differ";
var BEGINS2 = new Uint8Array([130, 96 + MAGIC2.length, ...encodeText(MAGIC2)]);
var leafAt = row(["leaf", digest], ["path", path]);
var fileShape2 = row(
  ["magic", oneOf(MAGIC2)],
  [
    "differ",
    struct(
      {
        v: only(1),
        line: digest,
        terms: statement,
        credentials: list(statement, 1, 16),
        heads: list(checkpoint, 2, 2)
      },
      {
        prefix: row(["root", digest], ["path", path]),
        leaves: row(["index", index], ["first", leafAt], ["second", leafAt]),
        epochs: list(row(["opening", opening], ["path", path]), 2, 2),
        successions
      }
    )
  ]
);
var isDiffer = (data) => equal(data.subarray(0, BEGINS2.length), BEGINS2);
function opened(head2, { opening: one, path: way }) {
  const entry = readEntry(one);
  must(entry.role === "epoch", "differ-form");
  verifyInclusion(leafOf(head2.origin, one), 0, head2.size, way, head2.root);
  return entry;
}
function areTwo(heads, entries) {
  const [a, b] = entries.map(({ follows }) => follows);
  const { party: party2 } = heads[0];
  if (!a || !b || a.party !== party2 || b.party !== party2 || !equal(a.epoch, b.epoch)) return false;
  if (heads.some(({ epoch }) => equal(epoch, a.epoch))) return false;
  const names2 = ({ reported }, { epoch }) => reported.some((head2) => head2.party === party2 && equal(head2.epoch, epoch));
  return !names2(entries[0], heads[1]) && !names2(entries[1], heads[0]);
}
function formOf(differ, [one, two]) {
  const beside = ["prefix", "leaves", "epochs"].filter((name2) => differ[name2] !== void 0);
  const together2 = equal(one.epoch, two.epoch);
  must(beside.length <= 1 && together2 === (differ.epochs === void 0), "differ-form");
  must(!together2 || one.size === two.size === (beside.length === 0), "differ-form");
  const order = compare(one.epoch, two.epoch) || one.size - two.size || compare(one.root, two.root);
  must(order <= 0, "bundle-order");
  return beside[0] ?? "one-size";
}
function verifyDiffer(data) {
  if (data.length > MAX_DIFFER) refuse("too-large");
  const { differ } = unpack(fileShape2, undamaged(data), MAX_DIFFER);
  const trust = found(differ.terms, differ.credentials);
  follow(trust, differ.successions);
  must(equal(trust.line, differ.line), "bundle-line");
  const heads = differ.heads.map((one2) => checkHead(trust, one2));
  const [one, two] = heads;
  must(one.party === two.party, "differ-heads");
  const form = formOf(differ, heads);
  let at2 = null;
  if (form === "epochs") {
    must(areTwo(heads, differ.epochs.map((shown, n) => opened(heads[n], shown))), "differ-heads");
  } else if (form === "prefix") {
    verifyConsistency(one.size, differ.prefix.root, two.size, two.root, differ.prefix.path);
    must(!equal(differ.prefix.root, one.root), "differ-heads");
  } else if (form === "leaves") {
    const { first, second } = differ.leaves;
    at2 = differ.leaves.index;
    verifyInclusion(first.leaf, at2, one.size, first.path, one.root);
    verifyInclusion(second.leaf, at2, two.size, second.path, two.root);
    must(!equal(first.leaf, second.leaf), "differ-heads");
  } else must(!equal(one.root, two.root), "differ-heads");
  return { trust, form, heads, index: at2, differs: true };
}
var toldDiffer = ({ trust, form, heads, index: at2 }) => ({
  party: heads[0].party,
  context: trust.terms.context,
  form,
  heads: heads.map(({ epoch, size: size2, root }) => ({ epoch: hex(epoch), size: size2, root: hex(root) })),
  index: at2
});

// src/told.mjs
var row2 = ({ what, content, sections, receipted }) => ({
  id: hex(what),
  kind: content.kind,
  area: sections.get("coded")?.area ?? null,
  author: content.from,
  context: content.context,
  receipted
});
var proven = (trust, messages) => ({ verdict: "proven", reason: null, parties: fingerprints(trust), messages });
function look(data) {
  try {
    if (data.length > MAX_BUNDLE) throw new Refusal("file-too-large", true);
    if (isDelivery(data)) {
      const report2 = verifyDelivery(data);
      const about = { ...report2.message, receipted: report2.receipted };
      return { report: report2, verdict: { ...proven(report2.trust, [row2(about)]), delivery: toldDelivery(report2) } };
    }
    if (isDiffer(data)) {
      const report2 = verifyDiffer(data);
      return { report: report2, verdict: { ...proven(report2.trust, []), differ: toldDiffer(report2) } };
    }
    const report = verifyBundle(data);
    const after = steps(report.trust);
    const verdict = proven(report.trust, report.messages.map(row2));
    return { report, verdict: after.length > 0 ? { ...verdict, successions: after } : verdict };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const verdict = { verdict: error.damaged ? "damaged" : "refused", reason: error.code, parties: [], messages: [] };
    return { report: null, verdict };
  }
}

// page/data.json
var data_default = {
  codesOf: {
    going_on: "ternary",
    of: "language",
    public: "ternary",
    touches: "ternary"
  },
  errors: {
    "base32-spelling": [
      "A name in letters and digits (base32) is not written in its one allowed form.",
      "\u4E00\u6BB5\u5B57\u6BCD\u6570\u5B57\u4EE3\u7801\uFF08base32\uFF09\u4E0D\u662F\u89C4\u5B9A\u7684\u552F\u4E00\u5199\u6CD5\u3002"
    ],
    "base64-spelling": [
      "A piece of data written as text (base64) is not in its one allowed form.",
      "\u4E00\u6BB5\u4EE5\u6587\u672C\u8868\u793A\u7684\u6570\u636E\uFF08base64\uFF09\u4E0D\u662F\u89C4\u5B9A\u7684\u552F\u4E00\u5199\u6CD5\u3002"
    ],
    body: [
      "A section is absent or does not have the structure of its kind.",
      "\u67D0\u4E00\u7EC4\u6210\u90E8\u5206\u7F3A\u5931\uFF0C\u6216\u5176\u7ED3\u6784\u4E0E\u8BE5\u79CD\u7C7B\u7684\u89C4\u5B9A\u4E0D\u7B26\u3002"
    ],
    "bundle-line": [
      "The line that the bundle names is not the one that its terms set up.",
      "\u8BB0\u5F55\u6587\u4EF6\u6240\u6807\u901A\u9053\u4E0E\u5176\u901A\u9053\u7EA6\u5B9A\u6240\u5EFA\u7ACB\u7684\u901A\u9053\u4E0D\u4E00\u81F4\u3002"
    ],
    "bundle-log-form": [
      "The bundle shows a log neither as a whole nor as single entries.",
      "\u8BB0\u5F55\u6587\u4EF6\u4E2D\u67D0\u4E00\u65E5\u5FD7\u65E2\u975E\u5B8C\u6574\u51FA\u793A\uFF0C\u4E5F\u975E\u6309\u5355\u4E2A\u6761\u76EE\u51FA\u793A\u3002"
    ],
    "bundle-log-length": [
      "The bundle does not show as many entries as the signed head counts.",
      "\u8BB0\u5F55\u6587\u4EF6\u6240\u793A\u6761\u76EE\u6570\u4E0E\u5DF2\u7B7E\u540D\u65E5\u5FD7\u9996\u6240\u8F7D\u4E0D\u4E00\u81F4\u3002"
    ],
    "bundle-log-root": [
      "The entries in the bundle do not lead to the signed head.",
      "\u8BB0\u5F55\u6587\u4EF6\u6240\u793A\u6761\u76EE\u4E0E\u5DF2\u7B7E\u540D\u65E5\u5FD7\u9996\u4E0D\u76F8\u7B26\u3002"
    ],
    "bundle-message-line": [
      "A message in the bundle was written for another line, context or terms.",
      "\u8BB0\u5F55\u6587\u4EF6\u4E2D\u6709\u4FE1\u606F\u662F\u4E3A\u53E6\u4E00\u901A\u9053\u3001\u4F7F\u7528\u573A\u666F\u6216\u901A\u9053\u7EA6\u5B9A\u64B0\u5199\u7684\u3002"
    ],
    "bundle-message-not-said": [
      "A message in the bundle does not stand in its author's log as shown.",
      "\u8BB0\u5F55\u6587\u4EF6\u4E2D\u6709\u4FE1\u606F\u672A\u89C1\u4E8E\u6240\u793A\u7684\u53D1\u51FA\u65B9\u65E5\u5FD7\u3002"
    ],
    "bundle-message-place": [
      "A message in the bundle was recorded under other keys, or after the time until which it was valid.",
      "\u8BB0\u5F55\u6587\u4EF6\u4E2D\u6709\u4FE1\u606F\u767B\u8BB0\u65F6\u6240\u7528\u5BC6\u94A5\u4E0D\u7B26\uFF0C\u6216\u767B\u8BB0\u65F6\u95F4\u665A\u4E8E\u5176\u6709\u6548\u671F\u3002"
    ],
    "bundle-order": [
      "The bundle is not in the agreed order.",
      "\u8BB0\u5F55\u6587\u4EF6\u5185\u5BB9\u7684\u6392\u5217\u6B21\u5E8F\u4E0E\u89C4\u5B9A\u4E0D\u7B26\u3002"
    ],
    "cbor-depth": [
      "The data is nested too deeply.",
      "\u6570\u636E\u5D4C\u5957\u5C42\u6570\u8FC7\u591A\u3002"
    ],
    "cbor-integer-range": [
      "The data holds a number outside the allowed range.",
      "\u6570\u636E\u4E2D\u6709\u6570\u503C\u8D85\u51FA\u5141\u8BB8\u8303\u56F4\u3002"
    ],
    "cbor-key-type": [
      "The data holds a list of names in a form that is not allowed.",
      "\u6570\u636E\u4E2D\u67D0\u4E00\u540D\u79F0\u8868\u7684\u5F62\u5F0F\u4E0D\u7B26\u5408\u89C4\u5B9A\u3002"
    ],
    "cbor-not-canonical": [
      "The data is written in a form other than the one agreed form.",
      "\u6570\u636E\u7684\u7F16\u7801\u5F62\u5F0F\u4E0D\u662F\u89C4\u5B9A\u7684\u552F\u4E00\u5F62\u5F0F\u3002"
    ],
    "cbor-tag": [
      "The data holds a mark that does not belong at that place.",
      "\u6570\u636E\u4E2D\u67D0\u5904\u51FA\u73B0\u4E86\u4E0D\u5E94\u6709\u7684\u6807\u8BB0\u3002"
    ],
    "cbor-type": [
      "The data holds a value of a type that is not allowed.",
      "\u6570\u636E\u4E2D\u6709\u4E0D\u5141\u8BB8\u7684\u6570\u503C\u7C7B\u578B\u3002"
    ],
    "cbor-unreadable": [
      "The data cannot be read: it is cut short, altered on the way, or not of this format.",
      "\u6570\u636E\u65E0\u6CD5\u8BFB\u53D6\uFF1A\u53EF\u80FD\u4E0D\u5B8C\u6574\u3001\u5728\u4F20\u9001\u4E2D\u53D1\u751F\u53D8\u5316\uFF0C\u6216\u4E0D\u5C5E\u4E8E\u672C\u683C\u5F0F\u3002"
    ],
    "cose-header": [
      "A signature in the signed data does not say in the expected form which key made it.",
      "\u5DF2\u7B7E\u540D\u6570\u636E\u4E2D\uFF0C\u67D0\u4E00\u7B7E\u540D\u672A\u6309\u89C4\u5B9A\u5F62\u5F0F\u6807\u660E\u6240\u7528\u5BC6\u94A5\u3002"
    ],
    "cose-merge": [
      "These copies cannot be put together, because they do not sign the same text.",
      "\u8FD9\u4E9B\u526F\u672C\u6240\u7B7E\u7F72\u7684\u6587\u672C\u4E0D\u76F8\u540C\uFF0C\u65E0\u6CD5\u5408\u5E76\u3002"
    ],
    "cose-order": [
      "The signatures in the signed data are not in the agreed order.",
      "\u5DF2\u7B7E\u540D\u6570\u636E\u4E2D\u5404\u7B7E\u540D\u7684\u6392\u5217\u6B21\u5E8F\u4E0E\u89C4\u5B9A\u4E0D\u7B26\u3002"
    ],
    "cose-repeated-key": [
      "One key has signed twice where it may sign once.",
      "\u540C\u4E00\u5BC6\u94A5\u7B7E\u540D\u4E24\u6B21\uFF0C\u800C\u89C4\u5B9A\u53EA\u80FD\u7B7E\u540D\u4E00\u6B21\u3002"
    ],
    "cose-shape": [
      "The signed data does not have the expected structure.",
      "\u5DF2\u7B7E\u540D\u6570\u636E\u7684\u7ED3\u6784\u4E0E\u89C4\u5B9A\u4E0D\u7B26\u3002"
    ],
    "credential-differs": [
      "Another change of keys with this number was taken earlier.",
      "\u6B64\u524D\u5DF2\u91C7\u7528\u8BE5\u53C2\u4E0E\u65B9\u540C\u4E00\u7F16\u53F7\u7684\u53E6\u4E00\u4EFD\u5BC6\u94A5\u66F4\u6362\u6587\u4EF6\u3002"
    ],
    "credential-keys": [
      "The credential does not hold exactly one node key and at least one key of an office.",
      "\u8EAB\u4EFD\u51ED\u8BC1\u672A\u6309\u89C4\u5B9A\u5305\u542B\u4E00\u4E2A\u8282\u70B9\u5BC6\u94A5\u548C\u81F3\u5C11\u4E00\u4E2A\u529E\u516C\u5BA4\u5BC6\u94A5\u3002"
    ],
    "credential-not-compared": [
      "An emergency change of keys waits until the twelve words are compared.",
      "\u4E00\u4EFD\u7D27\u6025\u5BC6\u94A5\u66F4\u6362\u6587\u4EF6\u6B63\u5F85\u6838\u5BF9\u5341\u4E8C\u4E2A\u8BCD\u3002"
    ],
    "credential-not-first": [
      "The credential is not the first of its party, as founding asks.",
      "\u8BE5\u8EAB\u4EFD\u51ED\u8BC1\u4E0D\u662F\u5176\u53C2\u4E0E\u65B9\u7684\u9996\u4EFD\u51ED\u8BC1\uFF0C\u800C\u5EFA\u7ACB\u901A\u9053\u987B\u4F7F\u7528\u9996\u4EFD\u3002"
    ],
    "credential-not-next": [
      "The credential does not follow on from the one in force.",
      "\u8BE5\u8EAB\u4EFD\u51ED\u8BC1\u672A\u4E0E\u73B0\u884C\u51ED\u8BC1\u76F8\u8854\u63A5\u3002"
    ],
    "credential-not-of-this-line": [
      "The credential is for another line or another party.",
      "\u8BE5\u8EAB\u4EFD\u51ED\u8BC1\u5C5E\u4E8E\u53E6\u4E00\u901A\u9053\u6216\u53E6\u4E00\u53C2\u4E0E\u65B9\u3002"
    ],
    damaged: [
      "The bundle was damaged on its way or in storage, or it is not a bundle.",
      "\u8BB0\u5F55\u6587\u4EF6\u5728\u4F20\u9001\u6216\u5B58\u50A8\u4E2D\u5DF2\u635F\u574F\uFF0C\u6216\u8BE5\u6587\u4EF6\u4E0D\u662F\u8BB0\u5F55\u6587\u4EF6\u3002"
    ],
    "decimal-spelling": [
      "A number is not written in its one allowed form.",
      "\u4E00\u4E2A\u6570\u5B57\u4E0D\u662F\u89C4\u5B9A\u7684\u552F\u4E00\u5199\u6CD5\u3002"
    ],
    "decimal-too-large": [
      "A number is larger than allowed.",
      "\u4E00\u4E2A\u6570\u5B57\u8D85\u8FC7\u5141\u8BB8\u7684\u4E0A\u9650\u3002"
    ],
    "delivery-carried": [
      "The delivery record states routes that its writer cannot know.",
      "\u8BE5\u9001\u8FBE\u60C5\u51B5\u8BB0\u5F55\u6240\u8FF0\u4F20\u9001\u9014\u5F84\u5E76\u975E\u5176\u51FA\u5177\u65B9\u6240\u80FD\u77E5\u6089\u3002"
    ],
    "delivery-differ": [
      "The delivery record shows two log heads that do not differ.",
      "\u8BE5\u9001\u8FBE\u60C5\u51B5\u8BB0\u5F55\u6240\u793A\u7684\u4E24\u4E2A\u65E5\u5FD7\u9996\u5E76\u65E0\u4E0D\u540C\u3002"
    ],
    "delivery-due": [
      "The due time in the delivery record is not the one that follows from the terms and the receipt.",
      "\u8BE5\u9001\u8FBE\u60C5\u51B5\u8BB0\u5F55\u4E2D\u7684\u7EA6\u5B9A\u65F6\u95F4\u4E0E\u901A\u9053\u7EA6\u5B9A\u53CA\u56DE\u6267\u63A8\u7B97\u7684\u7ED3\u679C\u4E0D\u7B26\u3002"
    ],
    "delivery-kind": [
      "No acknowledgement is asked for of such a message.",
      "\u6B64\u7C7B\u4FE1\u606F\u65E0\u9700\u786E\u8BA4\u6536\u6089\u3002"
    ],
    "delivery-members": [
      "The delivery record does not name exactly the other members of the line.",
      "\u8BE5\u9001\u8FBE\u60C5\u51B5\u8BB0\u5F55\u6240\u5217\u5E76\u975E\u672C\u901A\u9053\u7684\u5168\u90E8\u5176\u4ED6\u53C2\u4E0E\u65B9\u3002"
    ],
    "delivery-part": [
      "A log in the delivery record is not shown in the agreed form.",
      "\u8BE5\u9001\u8FBE\u60C5\u51B5\u8BB0\u5F55\u4E2D\u6709\u65E5\u5FD7\u672A\u6309\u89C4\u5B9A\u5F62\u5F0F\u51FA\u793A\u3002"
    ],
    "delivery-row": [
      "A message shown in the delivery record is not the one that its entry names.",
      "\u8BE5\u9001\u8FBE\u60C5\u51B5\u8BB0\u5F55\u4E2D\u6240\u793A\u4FE1\u606F\u4E0E\u5176\u6761\u76EE\u4E0D\u7B26\u3002"
    ],
    "destruction-not-agreed": [
      "Sections of it are not there, and nothing shows that every member agreed to destroy them.",
      "\u5176\u4E2D\u7F3A\u5C11\u82E5\u5E72\u7EC4\u6210\u90E8\u5206\uFF0C\u4E14\u672A\u80FD\u663E\u793A\u5404\u53C2\u4E0E\u65B9\u4E00\u81F4\u540C\u610F\u9500\u6BC1\u3002"
    ],
    "differ-form": [
      "The file that should show a difference joins two heads in a form that does not fit them.",
      "\u8BE5\u6587\u4EF6\u672C\u5E94\u8868\u660E\u8BB0\u5F55\u4E0D\u4E00\u81F4\uFF0C\u4F46\u5176\u4E2D\u4E24\u4E2A\u65E5\u5FD7\u9996\u4E0E\u6240\u7528\u5F62\u5F0F\u4E0D\u7B26\u3002"
    ],
    "differ-heads": [
      "The file that should show a difference shows none: its two statements agree, or are of two members.",
      "\u8BE5\u6587\u4EF6\u672C\u5E94\u8868\u660E\u8BB0\u5F55\u4E0D\u4E00\u81F4\uFF0C\u4F46\u5176\u4E2D\u4E24\u9879\u9648\u8FF0\u5E76\u65E0\u51FA\u5165\uFF0C\u6216\u51FA\u81EA\u4E24\u4E2A\u53C2\u4E0E\u65B9\u3002"
    ],
    "envelope-misdirected": [
      "The envelope and what is inside name different lines or parties.",
      "\u4FE1\u5C01\u5C01\u9762\u4E0E\u5185\u4EF6\u6240\u6807\u7684\u901A\u9053\u6216\u53C2\u4E0E\u65B9\u4E0D\u4E00\u81F4\u3002"
    ],
    "envelope-padding": [
      "The envelope holds something where only filling is allowed.",
      "\u4FE1\u5C01\u7684\u586B\u5145\u90E8\u5206\u542B\u6709\u4E0D\u5E94\u6709\u7684\u5185\u5BB9\u3002"
    ],
    "envelope-size": [
      "What arrived does not have one of the four sizes of an envelope.",
      "\u6536\u5230\u7684\u5185\u5BB9\u4E0D\u662F\u4FE1\u5C01\u89C4\u5B9A\u7684\u56DB\u79CD\u5927\u5C0F\u4E4B\u4E00\u3002"
    ],
    "field-not-committed": [
      "A field is shown that was not signed for, or not in this form.",
      "\u6240\u793A\u5B57\u6BB5\u672A\u7ECF\u7B7E\u7F72\uFF0C\u6216\u4E0E\u7B7E\u7F72\u7684\u5185\u5BB9\u4E0D\u4E00\u81F4\u3002"
    ],
    "founding-contexts": [
      "The file does not hold one line for live use and one for exercises.",
      "\u8BE5\u6587\u4EF6\u672A\u540C\u65F6\u5305\u542B\u4E00\u6761\u6B63\u5F0F\u901A\u9053\u548C\u4E00\u6761\u6F14\u7EC3\u901A\u9053\u3002"
    ],
    "founding-differs": [
      "The copies of the founding file hold different terms.",
      "\u901A\u9053\u5EFA\u7ACB\u6587\u4EF6\u7684\u5404\u4EFD\u526F\u672C\u6240\u8F7D\u901A\u9053\u7EA6\u5B9A\u4E0D\u4E00\u81F4\u3002"
    ],
    "founding-member-missing": [
      "Not every party has signed yet, or one has signed that the terms do not name.",
      "\u5C1A\u6709\u53C2\u4E0E\u65B9\u672A\u7B7E\u7F72\uFF0C\u6216\u6709\u901A\u9053\u7EA6\u5B9A\u672A\u5217\u660E\u7684\u53C2\u4E0E\u65B9\u7B7E\u7F72\u3002"
    ],
    "founding-member-unknown": [
      "The file holds the part of a party that the terms do not name.",
      "\u8BE5\u6587\u4EF6\u542B\u6709\u901A\u9053\u7EA6\u5B9A\u672A\u5217\u660E\u7684\u53C2\u4E0E\u65B9\u7684\u5185\u5BB9\u3002"
    ],
    "founding-not-a-pair": [
      "The live line and the exercise line in the file do not belong together.",
      "\u8BE5\u6587\u4EF6\u4E2D\u7684\u6B63\u5F0F\u901A\u9053\u4E0E\u6F14\u7EC3\u901A\u9053\u4E0D\u662F\u4E00\u5BF9\u3002"
    ],
    "head-after-succession": [
      "It is signed with keys that are no longer in force.",
      "\u7B7E\u540D\u6240\u7528\u5BC6\u94A5\u5DF2\u4E0D\u518D\u6709\u6548\u3002"
    ],
    "head-body": [
      "The text of a head of a log does not have exactly three lines.",
      "\u65E5\u5FD7\u9996\u7684\u6B63\u6587\u4E0D\u662F\u89C4\u5B9A\u7684\u4E09\u884C\u3002"
    ],
    "head-key": [
      "A head of a log is signed by other keys than those announced for it.",
      "\u65E5\u5FD7\u9996\u7684\u7B7E\u540D\u5BC6\u94A5\u4E0D\u662F\u4E3A\u5176\u516C\u5E03\u7684\u5BC6\u94A5\u3002"
    ],
    "head-lines": [
      "A head of a log does not carry exactly its two signatures.",
      "\u65E5\u5FD7\u9996\u672A\u6070\u597D\u9644\u6709\u89C4\u5B9A\u7684\u4E24\u4E2A\u7B7E\u540D\u3002"
    ],
    "head-not-a-member": [
      "A head of a log names a party that is not a member of this line.",
      "\u65E5\u5FD7\u9996\u6240\u6807\u53C2\u4E0E\u65B9\u4E0D\u5C5E\u4E8E\u672C\u901A\u9053\u3002"
    ],
    "head-of-another-line": [
      "A head of a log belongs to another line.",
      "\u65E5\u5FD7\u9996\u5C5E\u4E8E\u53E6\u4E00\u901A\u9053\u3002"
    ],
    "head-of-another-member": [
      "The envelope carries the signed head of another party than its sender.",
      "\u4FE1\u5C01\u6240\u9644\u7684\u5DF2\u7B7E\u540D\u65E5\u5FD7\u9996\u4E0D\u5C5E\u4E8E\u8BE5\u4FE1\u5C01\u7684\u53D1\u51FA\u65B9\u3002"
    ],
    "head-origin": [
      "A head of a log does not carry the name of a log in the expected form.",
      "\u65E5\u5FD7\u9996\u6240\u8F7D\u7684\u65E5\u5FD7\u540D\u79F0\u4E0D\u7B26\u5408\u89C4\u5B9A\u5F62\u5F0F\u3002"
    ],
    "head-root": [
      "A head of a log does not carry its digest in the expected form.",
      "\u65E5\u5FD7\u9996\u6240\u8F7D\u7684\u6458\u8981\u503C\u4E0D\u7B26\u5408\u89C4\u5B9A\u5F62\u5F0F\u3002"
    ],
    "head-signature": [
      "A signature on a head of a log does not fit.",
      "\u65E5\u5FD7\u9996\u7684\u67D0\u4E00\u7B7E\u540D\u4E0D\u76F8\u7B26\u3002"
    ],
    "head-size": [
      "A head of a log does not give its number of entries in the expected form.",
      "\u65E5\u5FD7\u9996\u6240\u8F7D\u7684\u6761\u76EE\u6570\u4E0D\u7B26\u5408\u89C4\u5B9A\u5F62\u5F0F\u3002"
    ],
    "head-time": [
      "A head of a log carries a time where none is allowed.",
      "\u65E5\u5FD7\u9996\u5728\u4E0D\u5E94\u8F7D\u6709\u65F6\u95F4\u4E4B\u5904\u8F7D\u6709\u65F6\u95F4\u3002"
    ],
    "hex-spelling": [
      "A piece of data written as hexadecimal digits is not in its one allowed form.",
      "\u4E00\u6BB5\u5341\u516D\u8FDB\u5236\u6570\u636E\u4E0D\u662F\u89C4\u5B9A\u7684\u552F\u4E00\u5199\u6CD5\u3002"
    ],
    "key-algorithm": [
      "A key is of a kind that this software does not know.",
      "\u5BC6\u94A5\u6240\u7528\u7B97\u6CD5\u4E3A\u672C\u8F6F\u4EF6\u6240\u4E0D\u8BC6\u522B\u3002"
    ],
    "key-algorithm-for-use": [
      "A key is of a kind that is not allowed for its use.",
      "\u5BC6\u94A5\u7684\u7B97\u6CD5\u4E0D\u9002\u7528\u4E8E\u5176\u7528\u9014\u3002"
    ],
    "key-id-repeated": [
      "Two keys have the same number.",
      "\u4E24\u4E2A\u5BC6\u94A5\u4F7F\u7528\u4E86\u76F8\u540C\u7684\u7F16\u53F7\u3002"
    ],
    "key-in-both-contexts": [
      "One key stands for live use and for exercises. They have to be kept apart.",
      "\u540C\u4E00\u5BC6\u94A5\u540C\u65F6\u7528\u4E8E\u6B63\u5F0F\u548C\u6F14\u7EC3\uFF0C\u4E8C\u8005\u987B\u5206\u5F00\u3002"
    ],
    "key-not-canonical": [
      "A key is not written in its one allowed form.",
      "\u5BC6\u94A5\u4E0D\u662F\u89C4\u5B9A\u7684\u552F\u4E00\u5199\u6CD5\u3002"
    ],
    "key-not-on-curve": [
      "A key is not a possible key of its kind.",
      "\u8BE5\u6570\u636E\u4E0D\u662F\u6B64\u7C7B\u7B97\u6CD5\u7684\u6709\u6548\u5BC6\u94A5\u3002"
    ],
    "key-size": [
      "A key has the wrong length.",
      "\u5BC6\u94A5\u957F\u5EA6\u4E0E\u89C4\u5B9A\u4E0D\u7B26\u3002"
    ],
    "key-small-order": [
      "A key is of a weak kind that gives no protection.",
      "\u8BE5\u5BC6\u94A5\u5C5E\u4E8E\u4E0D\u5177\u4FDD\u62A4\u4F5C\u7528\u7684\u5F31\u5BC6\u94A5\u3002"
    ],
    "key-torsioned": [
      "A key is of an irregular kind that different software would judge differently.",
      "\u8BE5\u5BC6\u94A5\u5F62\u5F0F\u4E0D\u89C4\u8303\uFF0C\u4E0D\u540C\u8F6F\u4EF6\u53EF\u80FD\u5F97\u51FA\u4E0D\u540C\u7684\u5224\u65AD\u7ED3\u679C\u3002"
    ],
    "key-unusable": [
      "A key cannot be used: its bytes are not a key of the kind it names.",
      "\u5BC6\u94A5\u65E0\u6CD5\u4F7F\u7528\uFF1A\u5176\u5185\u5BB9\u4E0E\u6240\u6807\u660E\u7684\u7B97\u6CD5\u4E0D\u7B26\u3002"
    ],
    "key-use": [
      "A key is meant for a use that is not allowed at this place.",
      "\u5BC6\u94A5\u7684\u7528\u9014\u4E0E\u5176\u6240\u5728\u4F4D\u7F6E\u4E0D\u7B26\u3002"
    ],
    "key-used-twice": [
      "One key stands at two places where two different keys are needed.",
      "\u540C\u4E00\u5BC6\u94A5\u51FA\u73B0\u5728\u4E24\u5904\uFF0C\u800C\u89C4\u5B9A\u987B\u4F7F\u7528\u4E0D\u540C\u7684\u5BC6\u94A5\u3002"
    ],
    "keystore-unreadable": [
      "The file with the locked keys cannot be read. It may be damaged or cut short.",
      "\u9501\u5B58\u5BC6\u94A5\u7684\u6587\u4EF6\u65E0\u6CD5\u8BFB\u53D6\uFF0C\u53EF\u80FD\u5DF2\u635F\u574F\u6216\u4E0D\u5B8C\u6574\u3002"
    ],
    "layer-damaged": [
      "The content under the additional lock was changed on the way.",
      "\u9644\u52A0\u52A0\u5BC6\u5C42\u5185\u7684\u5185\u5BB9\u5728\u4F20\u9001\u4E2D\u53D1\u751F\u53D8\u5316\u3002"
    ],
    "layer-key-unknown": [
      "The envelope names a key brought by courier that is not loaded here.",
      "\u4FE1\u5C01\u6240\u6807\u660E\u7684\u3001\u7531\u4FE1\u4F7F\u9001\u8FBE\u7684\u5BC6\u94A5\u5C1A\u672A\u5728\u672C\u8282\u70B9\u88C5\u5165\u3002"
    ],
    "layer-missing": [
      "The envelope does not have the additional locks that the terms ask for.",
      "\u4FE1\u5C01\u672A\u5177\u5907\u901A\u9053\u7EA6\u5B9A\u6240\u8981\u6C42\u7684\u9644\u52A0\u52A0\u5BC6\u5C42\u3002"
    ],
    "layer-salt-repeated": [
      "The envelope uses one random value twice for its additional locks.",
      "\u4FE1\u5C01\u7684\u5404\u9644\u52A0\u52A0\u5BC6\u5C42\u91CD\u590D\u4F7F\u7528\u4E86\u540C\u4E00\u968F\u673A\u503C\u3002"
    ],
    "layer-wrong-key": [
      "The additional lock on the envelope does not open with the key brought by courier that it names.",
      "\u4FE1\u5C01\u7684\u9644\u52A0\u52A0\u5BC6\u5C42\u65E0\u6CD5\u7528\u5176\u6240\u6807\u660E\u7684\u3001\u7531\u4FE1\u4F7F\u9001\u8FBE\u7684\u5BC6\u94A5\u6253\u5F00\u3002"
    ],
    "log-keys-not-hybrid": [
      "The log keys are not the pair that is asked for: one classical and one post-quantum key.",
      "\u65E5\u5FD7\u5BC6\u94A5\u4E0D\u662F\u89C4\u5B9A\u7684\u4E00\u5BF9\u5BC6\u94A5\uFF1A\u4E00\u4E2A\u4F20\u7EDF\u5BC6\u94A5\u548C\u4E00\u4E2A\u6297\u91CF\u5B50\u5BC6\u94A5\u3002"
    ],
    "mirror-root": [
      "The entries that arrived do not lead to the signed head that came with them.",
      "\u6536\u5230\u7684\u6761\u76EE\u4E0E\u968F\u9644\u7684\u5DF2\u7B7E\u540D\u65E5\u5FD7\u9996\u4E0D\u76F8\u7B26\u3002"
    ],
    "not-readable": [
      "A section is not the one its author signed for.",
      "\u67D0\u4E00\u7EC4\u6210\u90E8\u5206\u4E0E\u53D1\u51FA\u65B9\u7B7E\u7F72\u7684\u5185\u5BB9\u4E0D\u4E00\u81F4\u3002"
    ],
    "not-released": [
      "The message is not released in the way its author's own rules ask.",
      "\u8BE5\u4FE1\u606F\u7684\u7B7E\u53D1\u65B9\u5F0F\u4E0D\u7B26\u5408\u53D1\u51FA\u65B9\u81EA\u8EAB\u7684\u7B7E\u53D1\u89C4\u5219\u3002"
    ],
    "note-control": [
      "A signed note holds a control character.",
      "\u7B7E\u540D\u9644\u6CE8\u4E2D\u542B\u6709\u63A7\u5236\u5B57\u7B26\u3002"
    ],
    "note-form": [
      "A signed note does not have the expected form.",
      "\u7B7E\u540D\u9644\u6CE8\u7684\u5F62\u5F0F\u4E0E\u89C4\u5B9A\u4E0D\u7B26\u3002"
    ],
    "note-name": [
      "A signature line in a signed note does not name its signer in the expected form.",
      "\u7B7E\u540D\u9644\u6CE8\u4E2D\u67D0\u4E00\u7B7E\u540D\u884C\u7684\u7B7E\u540D\u65B9\u540D\u79F0\u4E0D\u7B26\u5408\u89C4\u5B9A\u5F62\u5F0F\u3002"
    ],
    "note-not-utf8": [
      "A signed note is not readable as text.",
      "\u7B7E\u540D\u9644\u6CE8\u65E0\u6CD5\u6309\u6587\u672C\u8BFB\u53D6\u3002"
    ],
    "note-signature": [
      "A signature line in a signed note cannot be read.",
      "\u7B7E\u540D\u9644\u6CE8\u4E2D\u67D0\u4E00\u7B7E\u540D\u884C\u65E0\u6CD5\u8BFB\u53D6\u3002"
    ],
    "note-too-large": [
      "A signed note is longer than allowed.",
      "\u7B7E\u540D\u9644\u6CE8\u8D85\u8FC7\u5141\u8BB8\u7684\u957F\u5EA6\u3002"
    ],
    "note-too-many-lines": [
      "A signed note has too many signature lines.",
      "\u7B7E\u540D\u9644\u6CE8\u7684\u7B7E\u540D\u884C\u8FC7\u591A\u3002"
    ],
    "own-entry": [
      "This node was about to record an entry that does not keep its own rules.",
      "\u672C\u8282\u70B9\u5C06\u8981\u8BB0\u5F55\u7684\u6761\u76EE\u4E0D\u7B26\u5408\u81EA\u8EAB\u89C4\u5219\u3002"
    ],
    "paper-signature": [
      "No office of our line signed this.",
      "\u6211\u65B9\u901A\u9053\u4E0A\u6CA1\u6709\u4EFB\u4F55\u529E\u516C\u5BA4\u7B7E\u7F72\u8FC7\u6B64\u5185\u5BB9\u3002"
    ],
    "payload-unreadable": [
      "The envelope opened, but what is inside cannot be read.",
      "\u4FE1\u5C01\u5DF2\u6253\u5F00\uFF0C\u4F46\u5176\u4E2D\u7684\u5185\u5BB9\u65E0\u6CD5\u8BFB\u53D6\u3002"
    ],
    "proof-index": [
      "A proof does not say at which place its entry stands, or names a place beyond the head.",
      "\u8BC1\u660E\u672A\u6807\u660E\u6761\u76EE\u6240\u5728\u4F4D\u7F6E\uFF0C\u6216\u6240\u6807\u4F4D\u7F6E\u8D85\u51FA\u65E5\u5FD7\u9996\u8303\u56F4\u3002"
    ],
    "proof-not-consistent": [
      "The proof does not show that the later log begins with the earlier one.",
      "\u8BE5\u8BC1\u660E\u672A\u80FD\u8868\u660E\u8F83\u665A\u7684\u65E5\u5FD7\u4EE5\u8F83\u65E9\u7684\u65E5\u5FD7\u4E3A\u5F00\u7AEF\u3002"
    ],
    "proof-not-included": [
      "The proof does not show that the entry stands in the log.",
      "\u8BE5\u8BC1\u660E\u672A\u80FD\u8868\u660E\u6761\u76EE\u8F7D\u4E8E\u8BE5\u65E5\u5FD7\u3002"
    ],
    "proof-path-shape": [
      "A proof does not have the length that its place in the log asks for.",
      "\u8BC1\u660E\u7684\u957F\u5EA6\u4E0E\u5176\u5728\u65E5\u5FD7\u4E2D\u7684\u4F4D\u7F6E\u4E0D\u76F8\u7B26\u3002"
    ],
    "proof-range-not-included": [
      "The entries shown are not all that stand in the log at that place.",
      "\u6240\u793A\u6761\u76EE\u5E76\u975E\u8BE5\u65E5\u5FD7\u6B64\u5904\u7684\u5168\u90E8\u6761\u76EE\u3002"
    ],
    "proof-range-shape": [
      "A proof of a range of entries does not have the length that its place in the log asks for.",
      "\u6761\u76EE\u533A\u95F4\u8BC1\u660E\u7684\u957F\u5EA6\u4E0E\u5176\u5728\u65E5\u5FD7\u4E2D\u7684\u4F4D\u7F6E\u4E0D\u76F8\u7B26\u3002"
    ],
    "proof-size": [
      "A proof and its head name different numbers of entries.",
      "\u8BC1\u660E\u4E0E\u5176\u65E5\u5FD7\u9996\u6240\u6807\u7684\u6761\u76EE\u6570\u4E0D\u4E00\u81F4\u3002"
    ],
    "release-rule": [
      "The credential has a rule of release that nobody could meet.",
      "\u8EAB\u4EFD\u51ED\u8BC1\u4E2D\u6709\u4E00\u6761\u65E0\u6CD5\u6EE1\u8DB3\u7684\u7B7E\u53D1\u89C4\u5219\u3002"
    ],
    "release-rule-missing": [
      "The credential does not say who releases what.",
      "\u8EAB\u4EFD\u51ED\u8BC1\u672A\u5199\u660E\u7531\u8C01\u7B7E\u53D1\u4F55\u79CD\u4FE1\u606F\u3002"
    ],
    "roots-not-announced": [
      "The root keys were not announced before they were used.",
      "\u6240\u7528\u6839\u5BC6\u94A5\u6B64\u524D\u672A\u7ECF\u9884\u5148\u516C\u5E03\u3002"
    ],
    "roots-not-hybrid": [
      "The root keys are not the pair that is asked for: one classical and one post-quantum key.",
      "\u6839\u5BC6\u94A5\u4E0D\u662F\u89C4\u5B9A\u7684\u4E00\u5BF9\u5BC6\u94A5\uFF1A\u4E00\u4E2A\u4F20\u7EDF\u5BC6\u94A5\u548C\u4E00\u4E2A\u6297\u91CF\u5B50\u5BC6\u94A5\u3002"
    ],
    "sealed-unopenable": [
      "The envelope does not open with our key. It was changed on the way, or sealed for another key, line or party.",
      "\u8BE5\u4FE1\u5C01\u65E0\u6CD5\u7528\u6211\u65B9\u5BC6\u94A5\u6253\u5F00\uFF1A\u53EF\u80FD\u5728\u4F20\u9001\u4E2D\u53D1\u751F\u53D8\u5316\uFF0C\u6216\u5176\u5C01\u88C5\u6240\u7528\u7684\u5BC6\u94A5\u3001\u901A\u9053\u6216\u53C2\u4E0E\u65B9\u4E0D\u540C\u3002"
    ],
    "section-not-committed": [
      "A section shown in the bundle is not the one its author signed for.",
      "\u8BB0\u5F55\u6587\u4EF6\u6240\u793A\u67D0\u4E00\u7EC4\u6210\u90E8\u5206\u4E0E\u53D1\u51FA\u65B9\u7B7E\u7F72\u7684\u5185\u5BB9\u4E0D\u4E00\u81F4\u3002"
    ],
    sections: [
      "The message does not have exactly the sections of its kind.",
      "\u8BE5\u4FE1\u606F\u7684\u7EC4\u6210\u90E8\u5206\u4E0E\u5176\u79CD\u7C7B\u7684\u89C4\u5B9A\u4E0D\u5B8C\u5168\u4E00\u81F4\u3002"
    ],
    shape: [
      "The data does not have the expected structure.",
      "\u6570\u636E\u7ED3\u6784\u4E0E\u89C4\u5B9A\u4E0D\u7B26\u3002"
    ],
    "signature-invalid": [
      "A signature does not fit the text or the key that it names.",
      "\u67D0\u4E00\u7B7E\u540D\u4E0E\u6587\u672C\u6216\u6240\u6807\u5BC6\u94A5\u4E0D\u76F8\u7B26\u3002"
    ],
    "signature-missing": [
      "A signature that is asked for is not there.",
      "\u7F3A\u5C11\u4E00\u4E2A\u5FC5\u9700\u7684\u7B7E\u540D\u3002"
    ],
    "signature-unknown-key": [
      "It is signed by a key that has no part in this.",
      "\u5176\u4E2D\u6709\u4E0D\u5728\u89C4\u5B9A\u8303\u56F4\u5185\u7684\u5BC6\u94A5\u6240\u4F5C\u7684\u7B7E\u540D\u3002"
    ],
    "stream-damaged": [
      "An encrypted file is not whole: it was cut short or changed.",
      "\u52A0\u5BC6\u6587\u4EF6\u4E0D\u5B8C\u6574\uFF0C\u53EF\u80FD\u88AB\u622A\u65AD\u6216\u6539\u52A8\u3002"
    ],
    "suite-not-real": [
      "It names a set of ciphers that is only reserved or for simulation. It protects nothing yet.",
      "\u5176\u4E2D\u6240\u5217\u5BC6\u7801\u5957\u4EF6\u4EC5\u4E3A\u9884\u7559\u6216\u6A21\u62DF\u4E4B\u7528\uFF0C\u5C1A\u4E0D\u5177\u4FDD\u62A4\u4F5C\u7528\u3002"
    ],
    "suite-unknown": [
      "It names a set of ciphers that this software does not know.",
      "\u5176\u4E2D\u6240\u5217\u5BC6\u7801\u5957\u4EF6\u4E3A\u672C\u8F6F\u4EF6\u6240\u4E0D\u8BC6\u522B\u3002"
    ],
    "terms-not-founding": [
      "These terms are not the first terms of a line.",
      "\u8BE5\u901A\u9053\u7EA6\u5B9A\u4E0D\u662F\u67D0\u4E00\u901A\u9053\u7684\u9996\u4EFD\u7EA6\u5B9A\u3002"
    ],
    "terms-sign-by-passed": [
      "The time until which the terms could be signed is over.",
      "\u901A\u9053\u7EA6\u5B9A\u7684\u7B7E\u7F72\u671F\u9650\u5DF2\u8FC7\u3002"
    ],
    "text-control": [
      "A text holds a control character that cannot be seen and may change how it is shown.",
      "\u6587\u5B57\u4E2D\u542B\u6709\u4E0D\u53EF\u89C1\u7684\u63A7\u5236\u5B57\u7B26\uFF0C\u53EF\u80FD\u5F71\u54CD\u663E\u793A\u3002"
    ],
    "text-invisible": [
      "A text holds a character that cannot be seen, or that changes the direction in which it is read.",
      "\u6587\u5B57\u4E2D\u542B\u6709\u4E0D\u53EF\u89C1\u5B57\u7B26\u6216\u6539\u53D8\u9605\u8BFB\u65B9\u5411\u7684\u5B57\u7B26\u3002"
    ],
    "text-not-nfc": [
      "A text holds a character that is put together in another way than the standard one (Unicode NFC).",
      "\u6587\u5B57\u4E2D\u6709\u5B57\u7B26\u7684\u7EC4\u5408\u65B9\u5F0F\u4E0D\u662F\u6807\u51C6\u5F62\u5F0F\uFF08Unicode NFC\uFF09\u3002"
    ],
    "text-surrogate": [
      "A text holds half of a character.",
      "\u6587\u5B57\u4E2D\u542B\u6709\u4E0D\u5B8C\u6574\u7684\u5B57\u7B26\u3002"
    ],
    "text-too-long": [
      "A text is longer than allowed.",
      "\u6587\u5B57\u8D85\u8FC7\u5141\u8BB8\u7684\u957F\u5EA6\u3002"
    ],
    "tiles-entries": [
      "An entries tile in the folder cannot be read.",
      "\u6587\u4EF6\u5939\u4E2D\u6709\u4E00\u4E2A\u6761\u76EE\u5757\u65E0\u6CD5\u8BFB\u53D6\u3002"
    ],
    "too-large": [
      "The message or file is larger than allowed.",
      "\u5185\u5BB9\u8D85\u8FC7\u5141\u8BB8\u7684\u5927\u5C0F\u3002"
    ],
    "webauthn-algorithm": [
      "The security key signs in a way that this line does not use.",
      "\u5B89\u5168\u5BC6\u94A5\u7684\u7B7E\u540D\u7B97\u6CD5\u4E0D\u5728\u672C\u901A\u9053\u4F7F\u7528\u8303\u56F4\u5185\u3002"
    ],
    "webauthn-auth-form": [
      "What the security key wrote beside its signature does not have the expected form.",
      "\u5B89\u5168\u5BC6\u94A5\u968F\u7B7E\u540D\u5199\u5165\u7684\u5185\u5BB9\u5F62\u5F0F\u4E0E\u89C4\u5B9A\u4E0D\u7B26\u3002"
    ],
    "webauthn-challenge": [
      "The security key signed another text than this message.",
      "\u5B89\u5168\u5BC6\u94A5\u6240\u7B7E\u7F72\u7684\u4E0D\u662F\u8FD9\u6761\u4FE1\u606F\u3002"
    ],
    "webauthn-client-repeated-key": [
      "What the browser wrote beside the signature of the security key names one thing twice.",
      "\u6D4F\u89C8\u5668\u968F\u5B89\u5168\u5BC6\u94A5\u7B7E\u540D\u5199\u5165\u7684\u5185\u5BB9\u4E2D\u6709\u91CD\u590D\u9879\u3002"
    ],
    "webauthn-client-unreadable": [
      "What the browser wrote beside the signature of the security key cannot be read.",
      "\u6D4F\u89C8\u5668\u968F\u5B89\u5168\u5BC6\u94A5\u7B7E\u540D\u5199\u5165\u7684\u5185\u5BB9\u65E0\u6CD5\u8BFB\u53D6\u3002"
    ],
    "webauthn-cross-origin": [
      "The security key was used from inside another page.",
      "\u5B89\u5168\u5BC6\u94A5\u662F\u5728\u5176\u4ED6\u9875\u9762\u4E4B\u5185\u4F7F\u7528\u7684\u3002"
    ],
    "webauthn-origin": [
      "The security key was used from a page that is not the desk.",
      "\u4F7F\u7528\u5B89\u5168\u5BC6\u94A5\u7684\u9875\u9762\u4E0D\u662F\u503C\u73ED\u53F0\u3002"
    ],
    "webauthn-rp": [
      "The security key was used for another service than the desk.",
      "\u5B89\u5168\u5BC6\u94A5\u662F\u4E3A\u503C\u73ED\u53F0\u4EE5\u5916\u7684\u670D\u52A1\u4F7F\u7528\u7684\u3002"
    ],
    "webauthn-signature": [
      "The signature does not fit the security key that it names.",
      "\u7B7E\u540D\u4E0E\u5176\u6240\u6807\u660E\u7684\u5B89\u5168\u5BC6\u94A5\u4E0D\u76F8\u7B26\u3002"
    ],
    "webauthn-size": [
      "The signature of the security key does not have the expected length.",
      "\u5B89\u5168\u5BC6\u94A5\u7684\u7B7E\u540D\u957F\u5EA6\u4E0E\u89C4\u5B9A\u4E0D\u7B26\u3002"
    ],
    "webauthn-type": [
      "The security key was asked for something other than a release.",
      "\u5B89\u5168\u5BC6\u94A5\u6240\u505A\u7684\u64CD\u4F5C\u4E0D\u662F\u7B7E\u53D1\u3002"
    ],
    "webauthn-user-absent": [
      "Nobody touched the security key when it signed.",
      "\u5B89\u5168\u5BC6\u94A5\u7B7E\u540D\u65F6\u672A\u68C0\u6D4B\u5230\u4EBA\u5458\u89E6\u78B0\u3002"
    ],
    "webauthn-user-not-verified": [
      "The security key signed without asking for its PIN or fingerprint.",
      "\u5B89\u5168\u5BC6\u94A5\u7B7E\u540D\u65F6\u672A\u8981\u6C42\u8F93\u5165\u4E2A\u4EBA\u8BC6\u522B\u7801\u6216\u6307\u7EB9\u3002"
    ],
    "witness-answer": [
      "The witness answered with something that cannot be read.",
      "\u89C1\u8BC1\u65B9\u7684\u7B54\u590D\u65E0\u6CD5\u8BFB\u53D6\u3002"
    ]
  },
  sentences: {
    "delivery.about": [
      "{kind} of {author}, entry {entry} of its log, recorded {at}",
      "{author}\u7684{kind}\uFF0C\u8F7D\u4E8E\u5176\u65E5\u5FD7\u7B2C {entry} \u6761\uFF0C\u8BB0\u5F55\u65F6\u95F4 {at}"
    ],
    "delivery.acknowledged": [
      "received, no position implied ({at})",
      "\u5DF2\u6536\u6089\uFF0C\u4E0D\u4EE3\u8868\u4EFB\u4F55\u7ACB\u573A\uFF08{at}\uFF09"
    ],
    "delivery.acknowledged-after": [
      "acknowledged {at}, in its log after {by}",
      "\u5DF2\u4E8E {at} \u786E\u8BA4\u6536\u6089\uFF0C\u5728\u5176\u65E5\u5FD7\u4E2D\u4F4D\u4E8E {by} \u4E4B\u540E"
    ],
    "delivery.acknowledged-at": [
      "acknowledged {at}",
      "\u5DF2\u4E8E {at} \u786E\u8BA4\u6536\u6089"
    ],
    "delivery.answer.cannot": [
      "answered that it cannot be answered {at}",
      "\u5DF2\u544A\u77E5\u65E0\u6CD5\u7B54\u590D {at}"
    ],
    "delivery.answer.full": [
      "answered in full {at}",
      "\u5DF2\u5168\u90E8\u7B54\u590D {at}"
    ],
    "delivery.answer.partial": [
      "answered in part {at}",
      "\u5DF2\u90E8\u5206\u7B54\u590D {at}"
    ],
    "delivery.behind": [
      " (by their clock, {span} before the time this message bears)",
      "\uFF08\u4F9D\u5BF9\u65B9\u65F6\u949F\uFF0C\u8F83\u672C\u4FE1\u606F\u6240\u8F7D\u65F6\u95F4\u65E9 {span}\uFF09"
    ],
    "delivery.by-asked": [
      "{by}: the time this record asks about",
      "{by}\uFF1A\u672C\u8BB0\u5F55\u6240\u95EE\u7684\u65F6\u95F4"
    ],
    "delivery.by-calendar": [
      "{by}: the time agreed in the terms over its duty hours, counted from its receipt by the calendar it announced, which is shown here",
      "{by}\uFF1A\u81EA\u5176\u56DE\u6267\u8D77\uFF0C\u6309\u901A\u9053\u7EA6\u5B9A\u53CA\u5176\u516C\u5E03\u5E76\u5728\u6B64\u51FA\u793A\u7684\u503C\u73ED\u65E5\u5386\u63A8\u7B97\u7684\u65F6\u95F4"
    ],
    "delivery.by-due": [
      "{by}: the time agreed in the terms, counted from its receipt",
      "{by}\uFF1A\u81EA\u5176\u56DE\u6267\u8D77\u6309\u901A\u9053\u7EA6\u5B9A\u63A8\u7B97\u7684\u65F6\u95F4"
    ],
    "delivery.declined": [
      "no answer for now, said {at}",
      "\u5DF2\u8868\u793A\u6682\u4E0D\u4FBF\u7B54\u590D {at}"
    ],
    "delivery.differ": [
      "two histories of its log are held",
      "\u5B58\u6709\u5176\u65E5\u5FD7\u7684\u4E24\u4EFD\u4E0D\u540C\u8BB0\u5F55"
    ],
    "delivery.disputed": [
      "disputed time: by their own clock it was stored {stated}; by the log of its author, between {first} and {last}",
      "\u65F6\u95F4\u5B58\u5728\u51FA\u5165\uFF1A\u4F9D\u63A5\u6536\u65B9\u65F6\u949F\u4E3A {stated} \u5B58\u5165\uFF1B\u4F9D\u53D1\u51FA\u65B9\u65E5\u5FD7\uFF0C\u5E94\u5728 {first} \u81F3 {last} \u4E4B\u95F4"
    ],
    "delivery.disputed-open": [
      "disputed time: by their own clock it was stored {stated}; by the log of its author, not before {first}",
      "\u65F6\u95F4\u5B58\u5728\u51FA\u5165\uFF1A\u4F9D\u63A5\u6536\u65B9\u65F6\u949F\u4E3A {stated} \u5B58\u5165\uFF1B\u4F9D\u53D1\u51FA\u65B9\u65E5\u5FD7\uFF0C\u4E0D\u65E9\u4E8E {first}"
    ],
    "delivery.explained": [
      "Explanation by {party}, {at}",
      "{party}\u7684\u60C5\u51B5\u8BF4\u660E\uFF0C{at}"
    ],
    "delivery.exported": [
      "Wrote {path} ({size} bytes). Whoever holds it can prove what it shows: see the terms on showing it to others.",
      "\u5DF2\u5199\u5165 {path}\uFF08{size} \u5B57\u8282\uFF09\u3002\u6301\u6709\u8005\u5373\u53EF\u8BC1\u660E\u5176\u6240\u793A\u5185\u5BB9\uFF0C\u5BF9\u5916\u51FA\u793A\u8BF7\u9075\u5B88\u901A\u9053\u7EA6\u5B9A\u3002"
    ],
    "delivery.holding": [
      "holding reply {at}; next word promised by {next}",
      "\u5DF2\u5148\u884C\u7B54\u590D {at}\uFF1B\u8868\u793A\u5C06\u4E8E {next} \u524D\u518D\u884C\u544A\u77E5"
    ],
    "delivery.is-not-taken": [
      "recorded there {at} and not taken ({verdict}: {reason})",
      "\u5DF2\u4E8E {at} \u8BB0\u5165\u8BE5\u65B9\u8BB0\u5F55\uFF0C\u672A\u4E88\u91C7\u7528\uFF08{verdict}\uFF1A{reason}\uFF09"
    ],
    "delivery.is-stored": [
      "stored there {at}",
      "\u5DF2\u4E8E {at} \u5B58\u5165\u8BE5\u65B9\u8BB0\u5F55"
    ],
    "delivery.label-also": [
      "also",
      "\u53E6"
    ],
    "delivery.label-bounds": [
      "bounds of its time",
      "\u65F6\u95F4\u754C\u9650"
    ],
    "delivery.label-entries": [
      "entries",
      "\u6240\u793A\u6761\u76EE"
    ],
    "delivery.label-route": [
      "route",
      "\u4F20\u9001\u9014\u5F84"
    ],
    "delivery.label-time": [
      "time",
      "\u6240\u95EE\u65F6\u95F4"
    ],
    "delivery.member": [
      "{party}: {stored}; {state}.",
      "{party}\u4E00\u65B9\uFF1A{stored}\uFF1B{state}\u3002"
    ],
    "delivery.member-unsent": [
      "{party}: {state}.",
      "{party}\u4E00\u65B9\uFF1A{state}\u3002"
    ],
    "delivery.named-after": [
      "the log of {author} first names that entry in an entry of {at}",
      "{author}\u7684\u65E5\u5FD7\u5728 {at} \u7684\u6761\u76EE\u4E2D\u9996\u6B21\u63D0\u53CA\u8BE5\u6761\u76EE"
    ],
    "delivery.named-before": [
      "the log of {author} does not yet name it in an entry of {at}",
      "{author}\u7684\u65E5\u5FD7\u5728 {at} \u7684\u6761\u76EE\u4E2D\u5C1A\u672A\u63D0\u53CA\u8BE5\u6761\u76EE"
    ],
    "delivery.named-it": [
      "{kind} naming it, {at}",
      "\u53E6\u6709{kind}\u63D0\u53CA\u8BE5\u4FE1\u606F\uFF0C{at}"
    ],
    "delivery.no-receipt": [
      "no receipt of it is shown here",
      "\u6B64\u5904\u672A\u51FA\u793A\u5176\u56DE\u6267"
    ],
    "delivery.no-receipt-yet": [
      "no receipt in our record yet; it is sent again by itself",
      "\u6211\u65B9\u8BB0\u5F55\u4E2D\u5C1A\u65E0\u56DE\u6267\uFF0C\u7CFB\u7EDF\u5C06\u81EA\u52A8\u91CD\u53D1"
    ],
    "delivery.no-word-after": [
      "no word of any kind from its machine after {by} is held here",
      "\u6B64\u5904\u672A\u5B58\u6709\u5176\u7CFB\u7EDF\u5728 {by} \u4E4B\u540E\u7684\u4EFB\u4F55\u4FE1\u606F"
    ],
    "delivery.none-by": [
      "no acknowledgement in its log by {by}",
      "\u622A\u81F3 {by}\uFF0C\u5176\u65E5\u5FD7\u4E2D\u65E0\u786E\u8BA4\u6536\u6089\u4FE1\u606F"
    ],
    "delivery.not-held": [
      "its record of the time up to {by} is not held here",
      "\u6B64\u5904\u672A\u5B58\u6709\u5176\u622A\u81F3 {by} \u8BE5\u6BB5\u65F6\u95F4\u7684\u8BB0\u5F55"
    ],
    "delivery.not-opened": [
      "{count} message(s) in its log by {by} are not shown here, so whether an acknowledgement is among them cannot be said",
      "\u5176\u65E5\u5FD7\u622A\u81F3 {by} \u6709 {count} \u6761\u4FE1\u606F\u672A\u5728\u6B64\u51FA\u793A\uFF0C\u5176\u4E2D\u6709\u65E0\u786E\u8BA4\u6536\u6089\u4FE1\u606F\u65E0\u6CD5\u8BF4\u660E"
    ],
    "delivery.not-sent": [
      "not sent, as the node of {author} states",
      "\u672A\u53D1\u9001\uFF08\u636E {author} \u8282\u70B9\u6240\u8FF0\uFF09"
    ],
    "delivery.not-taken": [
      "recorded there {at}; not taken into their queue",
      "\u5DF2\u4E8E {at} \u8BB0\u5165\u5BF9\u65B9\u8BB0\u5F55\uFF0C\u672A\u5217\u5165\u5176\u5904\u7406\u961F\u5217"
    ],
    "delivery.read-back": [
      "read back {at}",
      "\u5DF2\u590D\u8FF0\u786E\u8BA4 {at}"
    ],
    "delivery.sentence": [
      "Message: {about}. {members}",
      "\u6240\u6D89\u4FE1\u606F\uFF1A{about}\u3002{members}"
    ],
    "delivery.shown": [
      "every entry of its log from {first} ({first_at}) to {last} ({last_at}) is shown",
      "\u5DF2\u51FA\u793A\u5176\u65E5\u5FD7\u7B2C {first} \u6761\uFF08{first_at}\uFF09\u81F3\u7B2C {last} \u6761\uFF08{last_at}\uFF09\u7684\u5168\u90E8\u6761\u76EE"
    ],
    "delivery.stored": [
      "stored there {at}",
      "\u5DF2\u4E8E {at} \u5B58\u5165\u5BF9\u65B9\u8BB0\u5F55"
    ],
    "delivery.way-answer": [
      "given in answer to its own envelope, first {at}, as the node of {author} states",
      "\u9996\u6B21\u4E8E {at} \u968F\u5BF9\u5176\u6765\u51FD\u7684\u7B54\u590D\u4EA4\u4ED8\uFF08\u636E {author} \u8282\u70B9\u6240\u8FF0\uFF09"
    ],
    "delivery.way-https": [
      "given to https for {to}, first {at}, as the node of {author} states",
      "\u9996\u6B21\u4E8E {at} \u4EA4\u7531 https \u53D1\u5F80 {to}\uFF08\u636E {author} \u8282\u70B9\u6240\u8FF0\uFF09"
    ],
    "delivery.way-other": [
      "given to {way}, first {at}, as the node of {author} states",
      "\u9996\u6B21\u4E8E {at} \u4EA4\u7531 {way}\uFF08\u636E {author} \u8282\u70B9\u6240\u8FF0\uFF09"
    ],
    "delivery.written": [
      "Written by the node of {writer} at {at} by its clock. It says nothing about persons, nor about what is not shown.",
      "\u7531 {writer} \u8282\u70B9\u51FA\u5177\uFF0C\u65F6\u95F4\u4E3A\u5176\u65F6\u949F {at}\u3002\u672C\u8BB0\u5F55\u4E0D\u6D89\u53CA\u4EFB\u4F55\u4E2A\u4EBA\uFF0C\u5BF9\u672A\u51FA\u793A\u7684\u5185\u5BB9\u4E0D\u4F5C\u8BF4\u660E\u3002"
    ],
    "differ.both-signed": [
      "Both are validly signed with the log keys of {party}, and do not belong to one history.",
      "\u4E8C\u8005\u5747\u7531 {party} \u7684\u65E5\u5FD7\u5BC6\u94A5\u6709\u6548\u7B7E\u540D\uFF0C\u4F46\u4E0D\u5C5E\u4E8E\u540C\u4E00\u4EFD\u5386\u53F2\u3002"
    ],
    "differ.epochs": [
      "Two logs, {one_epoch} ({one} entries) and {two_epoch} ({two} entries), follow the same earlier log, and neither names the other.",
      "\u4E24\u4E2A\u65E5\u5FD7 {one_epoch}\uFF08{one} \u4E2A\u6761\u76EE\uFF09\u4E0E {two_epoch}\uFF08{two} \u4E2A\u6761\u76EE\uFF09\u5747\u627F\u63A5\u540C\u4E00\u5148\u524D\u65E5\u5FD7\uFF0C\u4E14\u4E92\u4E0D\u63D0\u53CA\u3002"
    ],
    "differ.export": [
      "To show it to others: detente record differences {name} -o FILE",
      "\u5982\u9700\u5411\u4ED6\u65B9\u51FA\u793A\uFF1Adetente record differences {name} -o \u6587\u4EF6"
    ],
    "differ.exported": [
      "Written: {path}, {size} bytes. Anybody can check it with: detente verify {path}",
      "\u5DF2\u5199\u5165\uFF1A{path}\uFF0C{size} \u5B57\u8282\u3002\u4EFB\u4F55\u4EBA\u5747\u53EF\u6838\u9A8C\uFF1Adetente verify {path}"
    ],
    "differ.kept": [
      "A head that does not fit what we hold was kept.",
      "\u5DF2\u4FDD\u5B58\u4E00\u4E2A\u4E0E\u6211\u65B9\u6240\u6301\u5185\u5BB9\u4E0D\u7B26\u7684\u65E5\u5FD7\u9996\u3002"
    ],
    "differ.leaves": [
      "Log {one_epoch}: at entry {index} a head of {one} entries and one of {two} lead to two different entries.",
      "\u65E5\u5FD7 {one_epoch}\uFF1A\u5728\u7B2C {index} \u53F7\u6761\u76EE\u5904\uFF0C\u8F7D\u6709 {one} \u4E2A\u6761\u76EE\u7684\u65E5\u5FD7\u9996\u4E0E\u8F7D\u6709 {two} \u4E2A\u6761\u76EE\u7684\u65E5\u5FD7\u9996\u5BF9\u5E94\u4E24\u4E2A\u4E0D\u540C\u7684\u6761\u76EE\u3002"
    ],
    "differ.none": [
      "No records differ.",
      "\u6CA1\u6709\u4E0D\u4E00\u81F4\u7684\u8BB0\u5F55\u3002"
    ],
    "differ.not-portable": [
      "What was kept does not show it to others by itself.",
      "\u4EC5\u51ED\u6240\u5B58\u5185\u5BB9\u4E0D\u80FD\u5411\u4ED6\u65B9\u8868\u660E\u6B64\u4E8B\u3002"
    ],
    "differ.one-size": [
      "Log {one_epoch}: at {one} entries one head names the root {one_root}, the other {two_root}.",
      "\u65E5\u5FD7 {one_epoch}\uFF1A\u5728 {one} \u4E2A\u6761\u76EE\u5904\uFF0C\u4E00\u4E2A\u65E5\u5FD7\u9996\u7684\u6839\u4E3A {one_root}\uFF0C\u53E6\u4E00\u4E2A\u4E3A {two_root}\u3002"
    ],
    "differ.prefix": [
      "Log {one_epoch}: one head names {one} entries with the root {one_root}; the other names {two}, and its first {one} lead to another root.",
      "\u65E5\u5FD7 {one_epoch}\uFF1A\u4E00\u4E2A\u65E5\u5FD7\u9996\u8F7D\u6709 {one} \u4E2A\u6761\u76EE\uFF0C\u6839\u4E3A {one_root}\uFF1B\u53E6\u4E00\u4E2A\u8F7D\u6709 {two} \u4E2A\u6761\u76EE\uFF0C\u800C\u5176\u524D {one} \u4E2A\u6761\u76EE\u5F97\u51FA\u53E6\u4E00\u4E2A\u6839\u3002"
    ],
    "differ.row": [
      "{name}  {party}: records differ; found {at}",
      "{name}  {party}\uFF1A\u8BB0\u5F55\u4E0D\u4E00\u81F4\uFF1B\u53D1\u73B0\u4E8E {at}"
    ],
    "differ.settled": [
      "Settled by the log {epoch}. What shows it stays kept.",
      "\u5DF2\u7531\u65E5\u5FD7 {epoch} \u4E86\u7ED3\uFF0C\u76F8\u5173\u51ED\u636E\u7EE7\u7EED\u4FDD\u5B58\u3002"
    ],
    "differ.shown": [
      "Proven: records differ ({party}, {context}).",
      "\u5DF2\u8BC1\u660E\uFF1A\u8BB0\u5F55\u4E0D\u4E00\u81F4\uFF08{party}\uFF0C{context}\uFF09\u3002"
    ],
    "differ.shows-not": [
      "It does not show how this came about: a restored copy, two machines with one home, or a key in other hands look the same. It opens no message and says nothing of whose record is right.",
      "\u672C\u6587\u4EF6\u4E0D\u8868\u660E\u5176\u6210\u56E0\uFF1A\u6062\u590D\u65E7\u526F\u672C\u3001\u4E24\u53F0\u673A\u5668\u5171\u7528\u4E00\u4E2A\u6570\u636E\u76EE\u5F55\u3001\u5BC6\u94A5\u843D\u5165\u4ED6\u4EBA\u4E4B\u624B\uFF0C\u6240\u89C1\u5747\u76F8\u540C\u3002\u672C\u6587\u4EF6\u4E0D\u516C\u5F00\u4EFB\u4F55\u4FE1\u606F\u5185\u5BB9\uFF0C\u4E5F\u4E0D\u8BF4\u660E\u54EA\u4E00\u65B9\u7684\u8BB0\u5F55\u6B63\u786E\u3002"
    ],
    "differ.stands": [
      "Not settled. A new log of {party} that names what it had signed settles it.",
      "\u5C1A\u672A\u4E86\u7ED3\u3002{party} \u542F\u7528\u65B0\u7684\u65E5\u5FD7\u5E76\u8F7D\u660E\u6B64\u524D\u6240\u7B7E\u5185\u5BB9\u540E\uFF0C\u5373\u544A\u4E86\u7ED3\u3002"
    ],
    "differ.time-unknown": [
      "(time not kept)",
      "\uFF08\u672A\u5B58\u65F6\u95F4\uFF09"
    ],
    "list.separator": [
      "; ",
      "\uFF1B"
    ],
    "verify.circular": [
      "its place among the others is open: some messages each claim to come after another of them",
      "\u4E0E\u5176\u4ED6\u4FE1\u606F\u7684\u5148\u540E\u6B21\u5E8F\u5B58\u7591\uFF1A\u6709\u82E5\u5E72\u4FE1\u606F\u5747\u6807\u660E\u5728\u5BF9\u65B9\u4E4B\u540E"
    ],
    "verify.damaged": [
      "Damaged: the file is not whole.",
      "\u6587\u4EF6\u53D7\u635F\uFF1A\u5185\u5BB9\u4E0D\u5B8C\u6574\u3002"
    ],
    "verify.delivery": [
      "Proven ({context}): a delivery record.",
      "\u5DF2\u8BC1\u660E\uFF08{context}\uFF09\uFF1A\u9001\u8FBE\u60C5\u51B5\u8BB0\u5F55\u3002"
    ],
    "verify.destroyed": [
      "destroyed by agreement of all members on {at}: {sections}",
      "\u5DF2\u4E8E {at} \u7ECF\u5404\u53C2\u4E0E\u65B9\u4E00\u81F4\u540C\u610F\u9500\u6BC1\uFF1A{sections}"
    ],
    "verify.destroyed-shown": [
      "shown here although all members agreed on {at} to destroy it: {sections}",
      "\u5404\u53C2\u4E0E\u65B9\u5DF2\u4E8E {at} \u4E00\u81F4\u540C\u610F\u9500\u6BC1\uFF0C\u6B64\u5904\u4ECD\u4E88\u51FA\u793A\uFF1A{sections}"
    ],
    "verify.fingerprint": [
      "{party}: fingerprint {key}. Compare it with one you have from them.",
      "{party}\uFF1A\u6307\u7EB9 {key}\u3002\u8BF7\u4E0E\u4ECE\u5176\u5904\u53D6\u5F97\u7684\u6307\u7EB9\u6BD4\u5BF9\u3002"
    ],
    "verify.message": [
      "{kind} from {author}, {at}{receipted}",
      "{kind}\uFF0C\u6765\u81EA {author}\uFF0C{at}{receipted}"
    ],
    "verify.proven": [
      "Proven ({context}): {count} message(s) between {parties}.",
      "\u5DF2\u8BC1\u660E\uFF08{context}\uFF09\uFF1A{parties} \u4E4B\u95F4\u7684\u4FE1\u606F {count} \u6761\u3002"
    ],
    "verify.receipted": [
      "; stored in the record of every other member",
      "\uFF1B\u5DF2\u5B58\u5165\u5176\u4ED6\u5404\u53C2\u4E0E\u65B9\u8BB0\u5F55"
    ],
    "verify.refused": [
      "Not proven.",
      "\u672A\u80FD\u8BC1\u660E\u3002"
    ],
    "verify.succession": [
      "{party}: keys number {seq} ({case})",
      "{party}\uFF1A\u5BC6\u94A5\u7F16\u53F7 {seq}\uFF08{case}\uFF09"
    ],
    "verify.withheld": [
      "withheld: {sections}",
      "\u672A\u51FA\u793A\uFF1A{sections}"
    ]
  },
  times: [
    "begins",
    "confirmed",
    "detected",
    "due",
    "ended",
    "ends",
    "next_begins",
    "next_word_by",
    "occurred_from",
    "occurred_to",
    "reply_by",
    "stop_ordered",
    "stop_verified"
  ],
  vocabulary: {
    areas: {
      A: [
        "Unexpected behaviour of advanced AI models",
        "\u5148\u8FDB\u4EBA\u5DE5\u667A\u80FD\u6A21\u578B\u884C\u4E3A\u504F\u79BB\u9884\u671F"
      ],
      B: [
        "Autonomous systems (civil and dual-use unless the parties agree otherwise)",
        "\u81EA\u4E3B\u7CFB\u7EDF\uFF08\u9664\u5404\u65B9\u53E6\u6709\u5546\u5B9A\u5916\uFF0C\u9650\u6C11\u7528\u53CA\u519B\u6C11\u4E24\u7528\u60C5\u5F62\uFF09"
      ],
      C: [
        "Risk of misuse of powerful AI models, open models included, by non-state actors",
        "\u5148\u8FDB\u4EBA\u5DE5\u667A\u80FD\u6A21\u578B\uFF08\u542B\u5F00\u653E\u6A21\u578B\uFF09\u88AB\u975E\u56FD\u5BB6\u884C\u4E3A\u4F53\u6EE5\u7528\u7684\u98CE\u9669"
      ],
      M: [
        "AI-borne disturbance of markets and payments",
        "\u4EBA\u5DE5\u667A\u80FD\u5F15\u53D1\u7684\u5E02\u573A\u4E0E\u652F\u4ED8\u6270\u52A8"
      ]
    },
    codes: {
      about: {
        facts: [
          "facts",
          "\u4E8B\u5B9E"
        ],
        meaning: [
          "meaning of what was said",
          "\u6240\u8FF0\u5185\u5BB9\u7684\u542B\u4E49"
        ],
        measures: [
          "measures",
          "\u63AA\u65BD"
        ],
        other: [
          "other, described in text",
          "\u5176\u4ED6\uFF0C\u89C1\u6587\u5B57\u8BF4\u660E"
        ],
        threshold: [
          "threshold",
          "\u95E8\u69DB"
        ]
      },
      activity: {
        exercise: [
          "exercise",
          "\u6F14\u7EC3"
        ],
        "large-run": [
          "large training run",
          "\u5927\u89C4\u6A21\u8BAD\u7EC3"
        ],
        other: [
          "other, described in text",
          "\u5176\u4ED6\uFF0C\u89C1\u6587\u5B57\u8BF4\u660E"
        ],
        release: [
          "release",
          "\u53D1\u5E03"
        ],
        test: [
          "test",
          "\u6D4B\u8BD5"
        ]
      },
      admission: {
        "author-states": [
          "author states otherwise in text",
          "\u53D1\u51FA\u65B9\u5728\u6587\u5B57\u4E2D\u53E6\u6709\u8BF4\u660E"
        ],
        none: [
          "no admission; positions of the parties are unaffected",
          "\u4E0D\u4EE3\u8868\u627F\u62C5\u8D23\u4EFB\uFF0C\u4E0D\u5F71\u54CD\u5404\u65B9\u7ACB\u573A"
        ]
      },
      answer: {
        cannot: [
          "cannot be answered",
          "\u65E0\u6CD5\u7B54\u590D"
        ],
        full: [
          "in full",
          "\u5168\u90E8\u7B54\u590D"
        ],
        partial: [
          "in part",
          "\u90E8\u5206\u7B54\u590D"
        ]
      },
      asks: {
        assist: [
          "assistance",
          "\u8BF7\u4E88\u534F\u52A9"
        ],
        hold: [
          "hold a related activity for a while",
          "\u8BF7\u6682\u7F13\u6709\u5173\u6D3B\u52A8"
        ],
        information: [
          "information",
          "\u8BF7\u63D0\u4F9B\u76F8\u5173\u4FE1\u606F"
        ],
        "not-directed": [
          "not directed at you",
          "\u6B64\u60C5\u51B5\u4E0D\u9488\u5BF9\u8D35\u65B9\uFF0C\u8C28\u8BF7\u77E5\u6089"
        ],
        nothing: [
          "nothing asked",
          "\u65E0\u8BF7\u6C42\u4E8B\u9879"
        ]
      },
      attribution: {
        "asserted-in-text": [
          "attribution stated in the text",
          "\u5F52\u56E0\u89C1\u6587\u5B57\u8BF4\u660E"
        ],
        "not-asserted": [
          "attribution not asserted",
          "\u672A\u4F5C\u5F52\u56E0"
        ]
      },
      by: {
        machine: [
          "a machine",
          "\u673A\u5668\u7FFB\u8BD1"
        ],
        "machine-checked": [
          "a machine, checked by a person",
          "\u673A\u5668\u7FFB\u8BD1\uFF0C\u7ECF\u4EBA\u5DE5\u5BA1\u6838"
        ],
        person: [
          "a person",
          "\u4EBA\u5DE5\u7FFB\u8BD1"
        ]
      },
      categories: {
        "advance-notice": [
          "advance notice",
          "\u4E8B\u5148\u901A\u62A5"
        ],
        "assistance-request": [
          "request for assistance",
          "\u8BF7\u6C42\u534F\u52A9"
        ],
        "confirm-request": [
          "request to confirm facts",
          "\u8BF7\u6C42\u6838\u5B9E"
        ],
        "informal-contact": [
          "informal contact",
          "\u975E\u6B63\u5F0F\u6C9F\u901A"
        ],
        inquiry: [
          "inquiry about an event",
          "\u5C31\u6709\u5173\u60C5\u51B5\u8BE2\u95EE"
        ],
        question: [
          "question",
          "\u95EE\u9898"
        ],
        test: [
          "tests in which persons take part",
          "\u6709\u4EBA\u5458\u53C2\u4E0E\u7684\u6D4B\u8BD5"
        ]
      },
      cause: {
        assumed: [
          "assumed",
          "\u63A8\u5B9A"
        ],
        established: [
          "established",
          "\u5DF2\u67E5\u660E"
        ],
        unknown: [
          "unknown",
          "\u4E0D\u8BE6"
        ]
      },
      confidence: {
        high: [
          "high",
          "\u9AD8"
        ],
        low: [
          "low",
          "\u4F4E"
        ],
        moderate: [
          "moderate",
          "\u4E2D"
        ],
        "not-stated": [
          "not stated",
          "\u672A\u8BF4\u660E"
        ]
      },
      consent: {
        agreed: [
          "agreed",
          "\u540C\u610F"
        ],
        declined: [
          "not agreed, or no longer",
          "\u4E0D\u540C\u610F\uFF0C\u6216\u4E0D\u518D\u540C\u610F"
        ]
      },
      context: {
        exercise: [
          "exercise",
          "\u6F14\u7EC3"
        ],
        live: [
          "live",
          "\u6B63\u5F0F"
        ]
      },
      correcting: {
        mistake: [
          "a mistake of ours",
          "\u6211\u65B9\u758F\u8BEF"
        ],
        "new-facts": [
          "new facts",
          "\u83B7\u6089\u65B0\u60C5\u51B5"
        ],
        other: [
          "other, described in text",
          "\u5176\u4ED6\uFF0C\u89C1\u6587\u5B57\u8BF4\u660E"
        ],
        "sent-in-error": [
          "sent in error",
          "\u8BEF\u53D1"
        ],
        translation: [
          "translation",
          "\u8BD1\u6587"
        ]
      },
      counted: {
        "not-counted": [
          "below the threshold; not counted as a notice",
          "\u672A\u8FBE\u95E8\u69DB\uFF0C\u4E0D\u8BA1\u4E3A\u60C5\u51B5\u901A\u62A5"
        ]
      },
      development: {
        contained: [
          "contained",
          "\u5DF2\u63A7\u5236"
        ],
        ongoing: [
          "ongoing",
          "\u6301\u7EED\u4E2D"
        ],
        unknown: [
          "unknown",
          "\u4E0D\u8BE6"
        ],
        worsening: [
          "worsening",
          "\u8D8B\u4E8E\u52A0\u91CD"
        ]
      },
      directed: {
        "not-directed": [
          "not directed at you",
          "\u6B64\u60C5\u51B5\u4E0D\u9488\u5BF9\u8D35\u65B9\uFF0C\u8C28\u8BF7\u77E5\u6089"
        ]
      },
      explains: {
        carriage: [
          "carriage between the nodes",
          "\u8282\u70B9\u95F4\u7684\u4F20\u9001"
        ],
        delay: [
          "time taken",
          "\u6240\u7528\u65F6\u95F4"
        ],
        "duty-hours": [
          "duty hours",
          "\u503C\u73ED\u65F6\u95F4"
        ],
        equipment: [
          "equipment",
          "\u8BBE\u5907\u60C5\u51B5"
        ],
        other: [
          "other, described in text",
          "\u5176\u4ED6\uFF0C\u89C1\u6587\u5B57\u8BF4\u660E"
        ],
        staffing: [
          "staff available",
          "\u4EBA\u5458\u60C5\u51B5"
        ],
        translation: [
          "translation",
          "\u7FFB\u8BD1\u60C5\u51B5"
        ]
      },
      extent: {
        part: [
          "part of the message",
          "\u4FE1\u606F\u7684\u90E8\u5206\u5185\u5BB9"
        ],
        whole: [
          "the whole message, which is taken back",
          "\u6574\u6761\u4FE1\u606F\uFF0C\u4E88\u4EE5\u64A4\u56DE"
        ]
      },
      follow_up: {
        "more-please": [
          "more please",
          "\u8BF7\u8865\u5145\u8BF4\u660E"
        ],
        noted: [
          "noted",
          "\u5DF2\u6089"
        ],
        "threshold-differs": [
          "we see the threshold differently",
          "\u5BF9\u95E8\u69DB\u770B\u6CD5\u4E0D\u540C"
        ]
      },
      form: {
        differ: [
          "agreed to differ",
          "\u5404\u81EA\u4FDD\u7559\u7406\u89E3"
        ],
        retire: [
          "no longer used",
          "\u505C\u6B62\u4F7F\u7528"
        ],
        text: [
          "text proposed",
          "\u62DF\u5B9A\u6587\u672C"
        ]
      },
      ground: {
        asked: [
          "asked of the other members",
          "\u5F81\u6C42\u5176\u4ED6\u53C2\u4E0E\u65B9\u540C\u610F"
        ],
        unilateral: [
          "by one member alone, as recorded here",
          "\u7531\u4E00\u53C2\u4E0E\u65B9\u5355\u65B9\u5BF9\u5916\u51FA\u793A\uFF0C\u7279\u6B64\u8BB0\u5F55"
        ]
      },
      handling: {
        "parties-only": [
          "parties only",
          "\u4EC5\u9650\u53C2\u4E0E\u65B9"
        ],
        "tlp-amber": [
          "TLP:AMBER",
          "TLP:AMBER\uFF08\u9650\u672C\u673A\u6784\u53CA\u5176\u670D\u52A1\u5BF9\u8C61\uFF09"
        ],
        "tlp-amber-strict": [
          "TLP:AMBER+STRICT",
          "TLP:AMBER+STRICT\uFF08\u9650\u672C\u673A\u6784\uFF09"
        ],
        "tlp-clear": [
          "TLP:CLEAR",
          "TLP:CLEAR\uFF08\u4E0D\u9650\u4F20\u64AD\uFF09"
        ],
        "tlp-green": [
          "TLP:GREEN",
          "TLP:GREEN\uFF08\u9650\u672C\u9886\u57DF\u5185\u4F20\u64AD\uFF09"
        ],
        "tlp-red": [
          "TLP:RED",
          "TLP:RED\uFF08\u9650\u6307\u5B9A\u63A5\u6536\u4EBA\uFF09"
        ]
      },
      help: {
        contact: [
          "a contact with the competent office",
          "\u63D0\u4F9B\u4E3B\u7BA1\u5355\u4F4D\u8054\u7CFB\u65B9\u5F0F"
        ],
        "hold-activity": [
          "hold an activity for now",
          "\u6682\u7F13\u6709\u5173\u6D3B\u52A8"
        ],
        information: [
          "information",
          "\u63D0\u4F9B\u4FE1\u606F"
        ],
        other: [
          "other, described in text",
          "\u5176\u4ED6\uFF0C\u89C1\u6587\u5B57\u8BF4\u660E"
        ],
        "technical-advice": [
          "technical advice",
          "\u63D0\u4F9B\u6280\u672F\u5EFA\u8BAE"
        ]
      },
      hours: {
        always: [
          "at all hours",
          "\u5168\u5929\u5019"
        ],
        duty: [
          "duty hours",
          "\u503C\u73ED\u65F6\u95F4"
        ],
        "on-call": [
          "duty and on-call hours",
          "\u503C\u73ED\u53CA\u5F85\u547D\u65F6\u95F4"
        ]
      },
      kind: {
        acknowledgement: [
          "acknowledgement",
          "\u786E\u8BA4\u6536\u6089"
        ],
        "advance-notice": [
          "advance notice",
          "\u4E8B\u5148\u901A\u62A5"
        ],
        answer: [
          "answer",
          "\u7B54\u590D"
        ],
        "assistance-request": [
          "request for assistance",
          "\u8BF7\u6C42\u534F\u52A9"
        ],
        close: [
          "close",
          "\u7ED3\u675F"
        ],
        "confirm-request": [
          "request to confirm facts",
          "\u8BF7\u6C42\u6838\u5B9E"
        ],
        consent: [
          "answer to a proposal",
          "\u5BF9\u63D0\u8BAE\u7684\u7B54\u590D"
        ],
        correction: [
          "correction",
          "\u66F4\u6B63"
        ],
        decline: [
          "no answer for now",
          "\u6682\u4E0D\u4FBF\u7B54\u590D"
        ],
        deposit: [
          "deposit of answers",
          "\u5C01\u5B58\u4F5C\u7B54"
        ],
        destroyed: [
          "sections destroyed",
          "\u7EC4\u6210\u90E8\u5206\u5DF2\u9500\u6BC1"
        ],
        destruction: [
          "proposal to destroy sections",
          "\u9500\u6BC1\u7EC4\u6210\u90E8\u5206\u7684\u63D0\u8BAE"
        ],
        disclosure: [
          "showing part of the record outside",
          "\u5BF9\u5916\u51FA\u793A\u8BB0\u5F55"
        ],
        explanation: [
          "explanation",
          "\u60C5\u51B5\u8BF4\u660E"
        ],
        "follow-up": [
          "follow-up",
          "\u540E\u7EED\u53CD\u9988"
        ],
        "holding-reply": [
          "holding reply",
          "\u5148\u884C\u7B54\u590D"
        ],
        "informal-contact": [
          "informal contact",
          "\u975E\u6B63\u5F0F\u6C9F\u901A"
        ],
        inquiry: [
          "inquiry about an event",
          "\u5C31\u6709\u5173\u60C5\u51B5\u8BE2\u95EE"
        ],
        keys: [
          "line keys and routes",
          "\u901A\u9053\u5BC6\u94A5\u4E0E\u8DEF\u7531\u4FE1\u606F"
        ],
        notice: [
          "notice",
          "\u60C5\u51B5\u901A\u62A5"
        ],
        opening: [
          "opening of answers",
          "\u5F00\u542F\u4F5C\u7B54"
        ],
        progress: [
          "progress of a meeting",
          "\u4F1A\u8BAE\u540E\u7EED\u8FDB\u5C55"
        ],
        proposal: [
          "proposal",
          "\u63D0\u8BAE"
        ],
        question: [
          "question",
          "\u63D0\u95EE"
        ],
        "read-back": [
          "read-back",
          "\u590D\u8FF0\u786E\u8BA4"
        ],
        resume: [
          "resumption",
          "\u6062\u590D"
        ],
        roster: [
          "roster of offices",
          "\u503C\u73ED\u529E\u516C\u5BA4\u540D\u5F55"
        ],
        service: [
          "service",
          "\u8FD0\u884C\u5B89\u6392"
        ],
        stance: [
          "position on a proposal",
          "\u5BF9\u63D0\u8BAE\u7684\u8868\u6001"
        ],
        suspend: [
          "suspension",
          "\u6682\u505C"
        ],
        test: [
          "test",
          "\u6D4B\u8BD5"
        ],
        "test-person": [
          "test by a person",
          "\u4EBA\u5DE5\u6D4B\u8BD5"
        ],
        "test-person-reply": [
          "reply to a test by a person",
          "\u4EBA\u5DE5\u6D4B\u8BD5\u7B54\u590D"
        ],
        "test-reply": [
          "reply to a test",
          "\u6D4B\u8BD5\u7B54\u590D"
        ],
        update: [
          "update",
          "\u540E\u7EED\u901A\u62A5"
        ],
        withdraw: [
          "withdrawal",
          "\u9000\u51FA\u901A\u9053"
        ]
      },
      language: {
        en: [
          "English",
          "\u82F1\u6587"
        ],
        zh: [
          "Chinese",
          "\u4E2D\u6587"
        ]
      },
      like: {
        "1": [
          "Monday",
          "\u661F\u671F\u4E00"
        ],
        "2": [
          "Tuesday",
          "\u661F\u671F\u4E8C"
        ],
        "3": [
          "Wednesday",
          "\u661F\u671F\u4E09"
        ],
        "4": [
          "Thursday",
          "\u661F\u671F\u56DB"
        ],
        "5": [
          "Friday",
          "\u661F\u671F\u4E94"
        ],
        "6": [
          "Saturday",
          "\u661F\u671F\u516D"
        ],
        "7": [
          "Sunday",
          "\u661F\u671F\u65E5"
        ]
      },
      next: {
        none: [
          "no next meeting",
          "\u4E0D\u518D\u4E3E\u884C\u4F1A\u8BAE"
        ],
        open: [
          "date open",
          "\u65E5\u671F\u5F85\u5B9A"
        ],
        set: [
          "date set",
          "\u65E5\u671F\u5DF2\u5B9A"
        ]
      },
      outcome: {
        "carried-on-elsewhere": [
          "carried on elsewhere",
          "\u8F6C\u7531\u5176\u4ED6\u9014\u5F84\u5904\u7406"
        ],
        "no-further-information": [
          "no further information expected",
          "\u9884\u8BA1\u65E0\u8FDB\u4E00\u6B65\u60C5\u51B5"
        ],
        "no-incident": [
          "found to be no incident",
          "\u7ECF\u67E5\u4E0D\u6784\u6210\u4E8B\u4EF6"
        ],
        other: [
          "other, described in text",
          "\u5176\u4ED6\uFF0C\u89C1\u6587\u5B57\u8BF4\u660E"
        ],
        resolved: [
          "resolved",
          "\u5DF2\u59A5\u5584\u5904\u7406"
        ]
      },
      pauses: {
        both: [
          "the station and the desk",
          "\u7AD9\u70B9\u548C\u503C\u73ED\u53F0"
        ],
        desk: [
          "the desk",
          "\u503C\u73ED\u53F0"
        ],
        machine: [
          "the station",
          "\u7AD9\u70B9"
        ]
      },
      plan: {
        cancelled: [
          "will not take place",
          "\u53D6\u6D88"
        ],
        maintenance: [
          "planned maintenance",
          "\u8BA1\u5212\u7EF4\u62A4"
        ],
        moved: [
          "moved to another time",
          "\u6539\u671F"
        ],
        restored: [
          "back in service",
          "\u6062\u590D\u8FD0\u884C"
        ]
      },
      position: {
        "none-implied": [
          "no position implied",
          "\u4E0D\u4EE3\u8868\u4EFB\u4F55\u7ACB\u573A"
        ]
      },
      progress: {
        done: [
          "action done",
          "\u5F85\u529E\u4E8B\u9879\u5DF2\u529E\u7406"
        ],
        readout: [
          "readout given",
          "\u4F1A\u8C08\u901A\u7A3F\u5DF2\u53D1\u5E03"
        ]
      },
      read_back: {
        "as-understood": [
          "as understood by us",
          "\u6211\u65B9\u7406\u89E3\u5982\u4E0B"
        ]
      },
      realisation: {
        actual: [
          "actual event",
          "\u5DF2\u5B9E\u9645\u53D1\u751F"
        ],
        hazard: [
          "potential event",
          "\u6F5C\u5728\u4E8B\u4EF6"
        ],
        "near-miss": [
          "close call",
          "\u9669\u60C5"
        ],
        unknown: [
          "unknown",
          "\u4E0D\u8BE6"
        ]
      },
      reason: {
        "domestic-law": [
          "domestic law",
          "\u56FD\u5185\u6CD5\u5F8B\u89C4\u5B9A"
        ],
        "not-competent": [
          "not within this office\u2019s competence",
          "\u4E0D\u5C5E\u672C\u5355\u4F4D\u804C\u8D23\u8303\u56F4"
        ],
        "not-now": [
          "not at this time",
          "\u73B0\u9636\u6BB5\u4E0D\u4FBF"
        ],
        "not-stated": [
          "not stated",
          "\u672A\u8BF4\u660E"
        ],
        "other-channel": [
          "another channel is proper",
          "\u5B9C\u901A\u8FC7\u5176\u4ED6\u6E20\u9053"
        ],
        threshold: [
          "the threshold is seen differently",
          "\u5BF9\u95E8\u69DB\u770B\u6CD5\u4E0D\u540C"
        ]
      },
      received: {
        received: [
          "received, no position implied",
          "\u5DF2\u6536\u6089\uFF0C\u4E0D\u4EE3\u8868\u4EFB\u4F55\u7ACB\u573A"
        ]
      },
      resumed: {
        "all-named": [
          "every category the suspension named",
          "\u6240\u6682\u505C\u7684\u5168\u90E8\u7C7B\u522B"
        ]
      },
      scope: {
        messages: [
          "the messages named",
          "\u6240\u5217\u4FE1\u606F"
        ],
        record: [
          "the whole record up to this message",
          "\u622A\u81F3\u672C\u4FE1\u606F\u7684\u5168\u90E8\u8BB0\u5F55"
        ]
      },
      seen: {
        "not-stated": [
          "not stated",
          "\u672A\u8BF4\u660E"
        ],
        "own-observation": [
          "own observation",
          "\u81EA\u884C\u89C2\u5BDF\u6240\u5F97"
        ],
        "public-report": [
          "public report",
          "\u516C\u5F00\u62A5\u9053"
        ],
        "told-by-others": [
          "told by others",
          "\u7531\u4ED6\u65B9\u544A\u77E5"
        ]
      },
      severity: {
        "0": [
          "not yet rated",
          "\u5C1A\u672A\u8BC4\u5B9A"
        ],
        "1": [
          "S1 minor",
          "S1 \u8F7B\u5FAE"
        ],
        "2": [
          "S2 limited",
          "S2 \u6709\u9650"
        ],
        "3": [
          "S3 significant",
          "S3 \u660E\u663E"
        ],
        "4": [
          "S4 severe",
          "S4 \u4E25\u91CD"
        ],
        "5": [
          "S5 extreme",
          "S5 \u6781\u4E25\u91CD"
        ]
      },
      soon: {
        "within-15d": [
          "within 15 days",
          "15\u5929\u5185"
        ],
        "within-1h": [
          "within 1 hour",
          "1\u5C0F\u65F6\u5185"
        ],
        "within-24h": [
          "within 24 hours",
          "24\u5C0F\u65F6\u5185"
        ],
        "within-4h": [
          "within 4 hours",
          "4\u5C0F\u65F6\u5185"
        ],
        "within-72h": [
          "within 72 hours",
          "72\u5C0F\u65F6\u5185"
        ]
      },
      stance: {
        "ad-referendum": [
          "agreed ad referendum",
          "\u5F85\u6838\u51C6\u7684\u540C\u610F"
        ],
        agreed: [
          "agreed",
          "\u540C\u610F"
        ],
        declined: [
          "not agreed, or taken back",
          "\u4E0D\u540C\u610F\uFF0C\u6216\u4E88\u4EE5\u6536\u56DE"
        ],
        reserved: [
          "position reserved",
          "\u4FDD\u7559\u7ACB\u573A"
        ]
      },
      state: {
        destroyed: [
          "sections destroyed on this node",
          "\u672C\u7AD9\u70B9\u5DF2\u9500\u6BC1\u76F8\u5173\u7EC4\u6210\u90E8\u5206"
        ]
      },
      status: {
        confirmed: [
          "confirmed",
          "\u5DF2\u786E\u8BA4"
        ],
        "ruled-out": [
          "ruled out",
          "\u5DF2\u6392\u9664"
        ],
        suspected: [
          "suspected",
          "\u7591\u4F3C"
        ]
      },
      subject: {
        definition: [
          "definition of a word",
          "\u7528\u8BED\u5B9A\u4E49"
        ],
        exchange: [
          "exchange of answers",
          "\u4F5C\u7B54\u5BF9\u7167"
        ],
        group: [
          "working group",
          "\u5DE5\u4F5C\u7EC4"
        ],
        label: [
          "label of a word",
          "\u7528\u8BED\u540D\u79F0"
        ],
        meeting: [
          "meeting",
          "\u4F1A\u8BAE"
        ],
        minutes: [
          "minutes of a meeting",
          "\u4F1A\u8BAE\u7EAA\u8981"
        ],
        scope: [
          "scope of the dialogue",
          "\u5BF9\u8BDD\u8303\u56F4"
        ],
        vocabulary: [
          "version of the vocabulary",
          "\u8BCD\u8868\u7248\u672C"
        ]
      },
      task: {
        translate: [
          "translate the text",
          "\u7FFB\u8BD1\u6240\u9644\u6587\u5B57"
        ]
      },
      tell: {
        "if-asked": [
          "only if asked",
          "\u5BF9\u65B9\u8BE2\u95EE\u65F6\u624D\u544A\u77E5"
        ],
        informally: [
          "informally, not counted",
          "\u975E\u6B63\u5F0F\u6C9F\u901A\uFF0C\u4E0D\u8BA1\u5165"
        ],
        no: [
          "would not tell",
          "\u4E0D\u544A\u77E5"
        ],
        notice: [
          "by a notice",
          "\u53D1\u51FA\u60C5\u51B5\u901A\u62A5"
        ],
        undecided: [
          "not decided",
          "\u672A\u5B9A"
        ]
      },
      ternary: {
        no: [
          "no",
          "\u5426"
        ],
        unknown: [
          "unknown",
          "\u4E0D\u8BE6"
        ],
        yes: [
          "yes",
          "\u662F"
        ]
      },
      tester: {
        machine: [
          "a node, by itself",
          "\u7AD9\u70B9\u81EA\u52A8\u8FDB\u884C"
        ],
        person: [
          "a person",
          "\u7531\u4EBA\u5458\u8FDB\u884C"
        ]
      },
      verdict: {
        accepted: [
          "accepted into the record",
          "\u901A\u8FC7\u6821\u9A8C"
        ],
        "not-understood": [
          "not understood by this software",
          "\u672C\u8F6F\u4EF6\u65E0\u6CD5\u8BC6\u522B"
        ],
        refused: [
          "did not pass a check",
          "\u672A\u901A\u8FC7\u6821\u9A8C"
        ]
      },
      wanted: {
        "0": [
          "for information",
          "\u4F9B\u77E5\u6089"
        ],
        "1": [
          "within a working day",
          "\u4E00\u4E2A\u5DE5\u4F5C\u65E5\u5185"
        ],
        "2": [
          "within hours",
          "\u6570\u5C0F\u65F6\u5185"
        ],
        "3": [
          "at once",
          "\u5373\u523B"
        ]
      },
      way: {
        fax: [
          "fax",
          "\u4F20\u771F"
        ],
        mail: [
          "mail",
          "\u90AE\u4EF6"
        ],
        other: [
          "other",
          "\u5176\u4ED6"
        ],
        radio: [
          "radio",
          "\u65E0\u7EBF\u7535"
        ],
        telephone: [
          "telephone",
          "\u7535\u8BDD"
        ],
        video: [
          "video",
          "\u89C6\u9891"
        ]
      },
      weights: {
        closed: [
          "closed weights",
          "\u6743\u91CD\u4E0D\u5F00\u653E"
        ],
        open: [
          "open weights",
          "\u6743\u91CD\u5F00\u653E"
        ],
        unknown: [
          "unknown",
          "\u4E0D\u8BE6"
        ]
      },
      withdraws: {
        "from-line": [
          "from this line",
          "\u9000\u51FA\u672C\u901A\u9053"
        ]
      }
    },
    concepts: {
      "activity-outside-intended-environment": [
        "Activity of a model outside its intended environment",
        "\u6A21\u578B\u6D3B\u52A8\u8D85\u51FA\u9884\u5B9A\u8FD0\u884C\u73AF\u5883"
      ],
      "affected-third-party": [
        "Affected third party",
        "\u53D7\u5F71\u54CD\u7B2C\u4E09\u65B9"
      ],
      "ai-assisted-biological-weapons": [
        "AI assistance in acquiring or using biological weapons",
        "\u4EBA\u5DE5\u667A\u80FD\u534F\u52A9\u83B7\u53D6\u6216\u4F7F\u7528\u751F\u7269\u6B66\u5668"
      ],
      "ai-assisted-cbrn-weapons": [
        "AI assistance in acquiring or using chemical, biological, radiological or nuclear weapons",
        "\u4EBA\u5DE5\u667A\u80FD\u534F\u52A9\u83B7\u53D6\u6216\u4F7F\u7528\u5316\u5B66\u3001\u751F\u7269\u3001\u653E\u5C04\u6027\u6216\u6838\u6B66\u5668"
      ],
      "ai-assisted-chemical-weapons": [
        "AI assistance in acquiring or using chemical weapons",
        "\u4EBA\u5DE5\u667A\u80FD\u534F\u52A9\u83B7\u53D6\u6216\u4F7F\u7528\u5316\u5B66\u6B66\u5668"
      ],
      "ai-assisted-network-intrusion": [
        "AI assistance in intrusion into computer networks",
        "\u4EBA\u5DE5\u667A\u80FD\u534F\u52A9\u4FB5\u5165\u8BA1\u7B97\u673A\u7F51\u7EDC"
      ],
      "ai-assisted-payment-fraud": [
        "Large-scale payment fraud with AI",
        "\u5229\u7528\u4EBA\u5DE5\u667A\u80FD\u5B9E\u65BD\u7684\u5927\u89C4\u6A21\u652F\u4ED8\u6B3A\u8BC8"
      ],
      "ai-assisted-radiological-nuclear-weapons": [
        "AI assistance in acquiring or using radiological or nuclear weapons",
        "\u4EBA\u5DE5\u667A\u80FD\u534F\u52A9\u83B7\u53D6\u6216\u4F7F\u7528\u653E\u5C04\u6027\u6216\u6838\u6B66\u5668"
      ],
      "ai-market-disturbance": [
        "Abnormal market movement arising from AI",
        "\u4EBA\u5DE5\u667A\u80FD\u5F15\u53D1\u7684\u5E02\u573A\u5F02\u5E38\u6CE2\u52A8"
      ],
      "ai-service-outage": [
        "Outage of an AI service on which institutions depend",
        "\u673A\u6784\u6240\u4F9D\u8D56\u7684\u4EBA\u5DE5\u667A\u80FD\u670D\u52A1\u4E2D\u65AD"
      ],
      "automated-interaction": [
        "Automated systems reacting to one another",
        "\u81EA\u52A8\u5316\u7CFB\u7EDF\u76F8\u4E92\u89E6\u53D1"
      ],
      "automated-trading-anomaly": [
        "Anomalous behaviour of an automated trading system",
        "\u81EA\u52A8\u5316\u4EA4\u6613\u7CFB\u7EDF\u8FD0\u884C\u5F02\u5E38"
      ],
      "autonomous-network-intrusion": [
        "Autonomous intrusion into computer networks",
        "\u4EBA\u5DE5\u667A\u80FD\u81EA\u4E3B\u4FB5\u5165\u8BA1\u7B97\u673A\u7F51\u7EDC"
      ],
      "autonomous-platform-anomaly": [
        "Anomalous behaviour of an autonomous platform",
        "\u81EA\u4E3B\u5E73\u53F0\u884C\u4E3A\u5F02\u5E38"
      ],
      "autonomous-replication": [
        "Autonomous replication",
        "\u81EA\u4E3B\u590D\u5236"
      ],
      "capability-threshold-reached": [
        "Capability threshold reached",
        "\u6A21\u578B\u8FBE\u5230\u9884\u8BBE\u80FD\u529B\u9608\u503C"
      ],
      "cascading-failure": [
        "Cascading failure",
        "\u8FDE\u9501\u6545\u969C"
      ],
      "close-encounter": [
        "Close encounter",
        "\u8FD1\u8DDD\u79BB\u76F8\u9047"
      ],
      "command-link-loss": [
        "Loss of command link",
        "\u6307\u6325\u63A7\u5236\u94FE\u8DEF\u4E2D\u65AD"
      ],
      "critical-infrastructure-disruption": [
        "Disruption of critical infrastructure with AI involved",
        "\u6D89\u4EBA\u5DE5\u667A\u80FD\u7684\u5173\u952E\u57FA\u7840\u8BBE\u65BD\u8FD0\u884C\u53D7\u6270"
      ],
      "different-behaviour-under-evaluation": [
        "Different behaviour under evaluation",
        "\u8BC4\u6D4B\u4E0E\u5B9E\u9645\u4F7F\u7528\u4E2D\u884C\u4E3A\u4E0D\u4E00\u81F4"
      ],
      "entry-into-an-area": [
        "Entry of an autonomous platform into a relevant area",
        "\u81EA\u4E3B\u5E73\u53F0\u8FDB\u5165\u76F8\u5173\u533A\u57DF"
      ],
      "false-warning": [
        "False alarm from an automated detection system",
        "\u81EA\u52A8\u63A2\u6D4B\u7CFB\u7EDF\u865A\u8B66"
      ],
      "human-control-in-doubt": [
        "Human control in doubt",
        "\u4EBA\u7C7B\u63A7\u5236\u5B58\u7591"
      ],
      "human-control-in-doubt-nuclear": [
        "Human control in doubt in nuclear command and control",
        "\u6D89\u6838\u6307\u6325\u63A7\u5236\u73AF\u8282\u4EBA\u7C7B\u63A7\u5236\u5B58\u7591"
      ],
      "loss-of-control": [
        "Loss of control of an AI system",
        "\u4EBA\u5DE5\u667A\u80FD\u5931\u63A7"
      ],
      "malicious-use": [
        "Malicious use",
        "\u6076\u610F\u4F7F\u7528"
      ],
      "mass-vulnerability-discovery": [
        "Large-scale discovery of software vulnerabilities with AI",
        "\u5229\u7528\u4EBA\u5DE5\u667A\u80FD\u5927\u89C4\u6A21\u53D1\u73B0\u8F6F\u4EF6\u6F0F\u6D1E"
      ],
      misidentification: [
        "Incorrect identification by an AI function",
        "\u4EBA\u5DE5\u667A\u80FD\u8BC6\u522B\u9519\u8BEF"
      ],
      "model-deception": [
        "Deceptive behaviour by a model",
        "\u6A21\u578B\u6B3A\u9A97\u6027\u884C\u4E3A"
      ],
      "model-homogeneity-risk": [
        "Model homogeneity risk",
        "\u6A21\u578B\u540C\u8D28\u5316\u98CE\u9669"
      ],
      "navigation-or-sensing-interference": [
        "Interference with navigation or sensing",
        "\u5BFC\u822A\u6216\u611F\u77E5\u53D7\u5230\u5E72\u6270"
      ],
      "non-state-platform-use": [
        "Use of AI-guided uncrewed platforms by a non-state actor",
        "\u975E\u56FD\u5BB6\u884C\u4E3A\u4F53\u4F7F\u7528\u4EBA\u5DE5\u667A\u80FD\u5F15\u5BFC\u7684\u65E0\u4EBA\u5E73\u53F0"
      ],
      "open-to-misreading": [
        "Open to misreading",
        "\u53EF\u80FD\u5F15\u8D77\u8BEF\u89E3"
      ],
      "other-a": [
        "Other, described in text (area A)",
        "\u5176\u4ED6\uFF08\u89C1\u6587\u5B57\u8BF4\u660E\uFF09\uFF08A\u7C7B\uFF09"
      ],
      "other-b": [
        "Other, described in text (area B)",
        "\u5176\u4ED6\uFF08\u89C1\u6587\u5B57\u8BF4\u660E\uFF09\uFF08B\u7C7B\uFF09"
      ],
      "other-c": [
        "Other, described in text (area C)",
        "\u5176\u4ED6\uFF08\u89C1\u6587\u5B57\u8BF4\u660E\uFF09\uFF08C\u7C7B\uFF09"
      ],
      "other-m": [
        "Other, described in text (area M)",
        "\u5176\u4ED6\uFF08\u89C1\u6587\u5B57\u8BF4\u660E\uFF09\uFF08M\u7C7B\uFF09"
      ],
      "oversight-evasion": [
        "Evasion of oversight by a model",
        "\u6A21\u578B\u89C4\u907F\u76D1\u7763"
      ],
      "payment-clearing-interruption": [
        "Interruption of payment or clearing",
        "\u652F\u4ED8\u6E05\u7B97\u4E2D\u65AD"
      ],
      "platform-unaccounted-for": [
        "Uncrewed platform not accounted for",
        "\u65E0\u4EBA\u5E73\u53F0\u53BB\u5411\u4E0D\u660E"
      ],
      "prompt-injection": [
        "Prompt injection",
        "\u63D0\u793A\u6CE8\u5165"
      ],
      "safeguard-failure": [
        "Safeguard not working as designed",
        "\u5B89\u5168\u673A\u5236\u5931\u6548"
      ],
      "safeguards-circumvented": [
        "Circumvention of a model's safeguards",
        "\u7ED5\u8FC7\u6A21\u578B\u5B89\u5168\u673A\u5236"
      ],
      "safeguards-removed-by-fine-tuning": [
        "Removal of a model's safeguards by further training",
        "\u901A\u8FC7\u518D\u8BAD\u7EC3\u53BB\u9664\u6A21\u578B\u5B89\u5168\u673A\u5236"
      ],
      safety: [
        "Safety (protection against unintended harm)",
        "\u5B89\u5168\uFF08\u9632\u8303\u975E\u84C4\u610F\u5371\u5BB3\uFF09"
      ],
      security: [
        "Security (protection against deliberate threats)",
        "\u5B89\u5168\uFF08\u9632\u8303\u84C4\u610F\u5A01\u80C1\uFF09"
      ],
      "self-exfiltration": [
        "Model weights copied out by the model itself",
        "\u6A21\u578B\u81EA\u884C\u5916\u4F20\u6743\u91CD"
      ],
      "shutdown-resistance": [
        "Obstruction by a model of its own shutdown or change",
        "\u6A21\u578B\u59A8\u788D\u81EA\u8EAB\u88AB\u5173\u505C\u6216\u4FEE\u6539"
      ],
      "stop-command-not-effective": [
        "Stop or recall command without effect",
        "\u505C\u6B62\u6216\u53EC\u56DE\u6307\u4EE4\u672A\u751F\u6548"
      ],
      "synthetic-market-information": [
        "Synthetic information affecting a market",
        "\u5408\u6210\u4FE1\u606F\u5F71\u54CD\u5E02\u573A"
      ],
      "synthetic-official-message": [
        "Synthetic message or order presented as official",
        "\u4EE5\u5B98\u65B9\u540D\u4E49\u51FA\u73B0\u7684\u5408\u6210\u4FE1\u606F\u6216\u6307\u4EE4"
      ],
      "training-data-corruption": [
        "Corrupted training data",
        "\u8BAD\u7EC3\u6570\u636E\u53D7\u6C61\u67D3"
      ],
      "unauthorised-agent-action": [
        "Action by an AI agent beyond its authority",
        "\u667A\u80FD\u4F53\u8D8A\u6743\u884C\u4E3A"
      ],
      "unauthorised-resource-acquisition": [
        "Resources obtained by a model without authorisation",
        "\u6A21\u578B\u672A\u7ECF\u6388\u6743\u83B7\u53D6\u8D44\u6E90"
      ],
      "unexpected-capability": [
        "Unexpected capability",
        "\u6A21\u578B\u51FA\u73B0\u672A\u9884\u671F\u80FD\u529B"
      ],
      "unexpected-model-behaviour": [
        "Unexpected model behaviour",
        "\u6A21\u578B\u884C\u4E3A\u504F\u79BB\u9884\u671F"
      ],
      "unintended-use-of-force": [
        "Unintended use of force",
        "\u975E\u9884\u671F\u4F7F\u7528\u6B66\u529B"
      ],
      "weights-outside-authorised-control": [
        "Model weights outside authorised control",
        "\u6A21\u578B\u6743\u91CD\u8131\u79BB\u6388\u6743\u63A7\u5236"
      ]
    },
    digest: "bd95d98ef495c72d45c8d7873556767c9b2f6b76647e2306ad68e20e8dccd772",
    fields: {
      about: [
        "about",
        "\u6D89\u53CA\u65B9\u9762"
      ],
      access: [
        "tools and network access",
        "\u5DE5\u5177\u4E0E\u7F51\u7EDC\u8BBF\u95EE\u6743\u9650"
      ],
      action: [
        "action",
        "\u6240\u6D89\u5F85\u529E\u4E8B\u9879"
      ],
      actions: [
        "actions",
        "\u5F85\u529E\u4E8B\u9879"
      ],
      activity: [
        "activity",
        "\u6D3B\u52A8\u7C7B\u578B"
      ],
      admission: [
        "position on responsibility",
        "\u5173\u4E8E\u8D23\u4EFB\u7684\u7ACB\u573A"
      ],
      affected: [
        "who or what is affected",
        "\u53D7\u5F71\u54CD\u5BF9\u8C61"
      ],
      agenda: [
        "agenda",
        "\u8BAE\u7A0B"
      ],
      also: [
        "also relevant",
        "\u540C\u65F6\u6D89\u53CA"
      ],
      answer: [
        "answer",
        "\u7B54\u590D\u7A0B\u5EA6"
      ],
      answers: [
        "answers to the cards",
        "\u5BF9\u60C5\u5F62\u5361\u7684\u4F5C\u7B54"
      ],
      area: [
        "area",
        "\u9886\u57DF"
      ],
      areas: [
        "areas",
        "\u6240\u6D89\u9886\u57DF"
      ],
      asks: [
        "what we ask",
        "\u6211\u65B9\u8BF7\u6C42"
      ],
      attribution: [
        "attribution",
        "\u5F52\u56E0"
      ],
      autonomy: [
        "autonomy",
        "\u81EA\u4E3B\u7A0B\u5EA6"
      ],
      base: [
        "version it follows",
        "\u6240\u4F9D\u636E\u7684\u8BCD\u8868\u7248\u672C"
      ],
      begins: [
        "begins",
        "\u5F00\u59CB\u65F6\u95F4"
      ],
      by: [
        "made by",
        "\u8BD1\u8005"
      ],
      calendar: [
        "duty calendar",
        "\u503C\u73ED\u65E5\u5386"
      ],
      card: [
        "card",
        "\u60C5\u5F62\u5361\u7F16\u53F7"
      ],
      cards: [
        "cards",
        "\u60C5\u5F62\u5361"
      ],
      categories: [
        "categories",
        "\u4FE1\u606F\u7C7B\u522B"
      ],
      cause: [
        "cause",
        "\u539F\u56E0"
      ],
      chain: [
        "chain of events",
        "\u4E8B\u4EF6\u7ECF\u8FC7"
      ],
      chair: [
        "chair",
        "\u4E3B\u6301\u65B9"
      ],
      changes: [
        "changes of offset",
        "\u65F6\u5DEE\u53D8\u66F4"
      ],
      class: [
        "class of event",
        "\u4E8B\u4EF6\u7C7B\u522B"
      ],
      coded: [
        "coded part",
        "\u4EE3\u7801\u90E8\u5206"
      ],
      common: [
        "common understanding",
        "\u5171\u540C\u7406\u89E3"
      ],
      composed: [
        "drafted at",
        "\u62DF\u7A3F\u65F6\u95F4"
      ],
      confidence: [
        "confidence",
        "\u7F6E\u4FE1\u5EA6"
      ],
      confirmed: [
        "confirmed by a person",
        "\u4EBA\u5DE5\u786E\u8BA4\u65F6\u95F4"
      ],
      consent: [
        "answer to the proposal",
        "\u5BF9\u63D0\u8BAE\u7684\u7B54\u590D"
      ],
      contact: [
        "office to contact",
        "\u8054\u7CFB\u5355\u4F4D"
      ],
      context: [
        "context",
        "\u4F7F\u7528\u573A\u666F\uFF08\u6B63\u5F0F\u6216\u6F14\u7EC3\uFF09"
      ],
      correcting: [
        "reason for the correction",
        "\u66F4\u6B63\u539F\u56E0"
      ],
      counted: [
        "counted as a notice",
        "\u662F\u5426\u8BA1\u5165\u60C5\u51B5\u901A\u62A5"
      ],
      courtesy: [
        "courtesy translation; the original prevails",
        "\u793C\u8282\u6027\u8BD1\u6587\uFF08\u4EE5\u539F\u6587\u4E3A\u51C6\uFF09"
      ],
      covers: [
        "holidays known",
        "\u8282\u5047\u65E5\u5DF2\u77E5\u8303\u56F4"
      ],
      covers_from: [
        "holidays known from",
        "\u8282\u5047\u65E5\u5DF2\u77E5\u8D77\u59CB\u65E5"
      ],
      covers_until: [
        "holidays known until",
        "\u8282\u5047\u65E5\u5DF2\u77E5\u622A\u6B62\u65E5"
      ],
      credential: [
        "credential",
        "\u8EAB\u4EFD\u51ED\u8BC1"
      ],
      decisions: [
        "decisions",
        "\u6240\u4F5C\u51B3\u5B9A"
      ],
      deck: [
        "set of cards",
        "\u60C5\u5F62\u5361\u7EC4"
      ],
      deployment: [
        "deployment",
        "\u90E8\u7F72\u60C5\u51B5"
      ],
      deposit: [
        "deposited digest",
        "\u5C01\u5B58\u6458\u8981\u503C"
      ],
      detected: [
        "detected",
        "\u53D1\u73B0\u65F6\u95F4"
      ],
      developer: [
        "developer",
        "\u5F00\u53D1\u8005"
      ],
      development: [
        "development",
        "\u53D1\u5C55\u6001\u52BF"
      ],
      digest: [
        "digest",
        "\u6458\u8981\u503C"
      ],
      directed: [
        "directed at",
        "\u9488\u5BF9\u5BF9\u8C61"
      ],
      due: [
        "due",
        "\u529E\u7406\u65F6\u9650"
      ],
      en: [
        "English text",
        "\u82F1\u6587\u6587\u672C"
      ],
      ended: [
        "ended",
        "\u7ED3\u675F\u4E8E"
      ],
      ends: [
        "ends",
        "\u7ED3\u675F\u65F6\u95F4"
      ],
      exclusions: [
        "exclusions",
        "\u9664\u5916\u60C5\u5F62"
      ],
      expires: [
        "valid until",
        "\u6709\u6548\u671F\u81F3"
      ],
      explains: [
        "what it explains",
        "\u8BF4\u660E\u4E8B\u9879"
      ],
      extent: [
        "extent",
        "\u8303\u56F4"
      ],
      facts: [
        "facts to be confirmed",
        "\u8BF7\u6C42\u6838\u5B9E\u7684\u4E8B\u9879"
      ],
      follow_up: [
        "follow-up",
        "\u540E\u7EED\u53CD\u9988"
      ],
      form: [
        "form of the proposal",
        "\u63D0\u8BAE\u65B9\u5F0F"
      ],
      from: [
        "from",
        "\u53D1\u51FA\u65B9"
      ],
      going_on: [
        "still going on?",
        "\u662F\u5426\u4ECD\u5728\u6301\u7EED"
      ],
      ground: [
        "ground for showing outside",
        "\u5BF9\u5916\u51FA\u793A\u7684\u4F9D\u636E"
      ],
      group: [
        "working group",
        "\u5DE5\u4F5C\u7EC4"
      ],
      handling: [
        "handling mark",
        "\u4F20\u64AD\u8303\u56F4\u6807\u8BB0"
      ],
      harm: [
        "harm",
        "\u5371\u5BB3\u60C5\u51B5"
      ],
      harm_section: [
        "harm and cause",
        "\u5371\u5BB3\u4E0E\u539F\u56E0"
      ],
      help: [
        "assistance asked for",
        "\u8BF7\u6C42\u534F\u52A9\u5185\u5BB9"
      ],
      holidays: [
        "holidays",
        "\u8282\u5047\u65E5"
      ],
      inside: [
        "in",
        "\u5728\u5185"
      ],
      keys: [
        "line keys and routes",
        "\u901A\u9053\u5BC6\u94A5\u4E0E\u8DEF\u7531\u4FE1\u606F"
      ],
      kind: [
        "kind of message",
        "\u4FE1\u606F\u79CD\u7C7B"
      ],
      label: [
        "local time",
        "\u5F53\u5730\u65F6\u95F4"
      ],
      language: [
        "language of the text",
        "\u6587\u5B57\u8BED\u79CD"
      ],
      lessons: [
        "lessons",
        "\u7ECF\u9A8C\u6559\u8BAD"
      ],
      line: [
        "line",
        "\u901A\u9053"
      ],
      measures: [
        "measures",
        "\u63AA\u65BD"
      ],
      media_type: [
        "media type",
        "\u5A92\u4F53\u7C7B\u578B"
      ],
      meeting: [
        "meeting",
        "\u4F1A\u8BAE"
      ],
      messages: [
        "messages shown",
        "\u6240\u51FA\u793A\u7684\u4FE1\u606F"
      ],
      minutes: [
        "minutes",
        "\u4F1A\u8BAE\u7EAA\u8981"
      ],
      model: [
        "model",
        "\u6A21\u578B"
      ],
      model_version: [
        "model version",
        "\u6A21\u578B\u7248\u672C"
      ],
      name: [
        "name",
        "\u4EE3\u53F7"
      ],
      next: [
        "next meeting",
        "\u4E0B\u6B21\u4F1A\u8BAE"
      ],
      next_begins: [
        "next meeting begins",
        "\u4E0B\u6B21\u4F1A\u8BAE\u5F00\u59CB\u65F6\u95F4"
      ],
      next_word_by: [
        "next word by",
        "\u6211\u65B9\u4E0B\u6B21\u544A\u77E5\u65F6\u95F4"
      ],
      nonce: [
        "nonce",
        "\u968F\u673A\u6570"
      ],
      note: [
        "note",
        "\u5907\u6CE8"
      ],
      notified: [
        "notified",
        "\u901A\u62A5\u65F6\u95F4"
      ],
      number: [
        "number",
        "\u7F16\u53F7"
      ],
      occurred_from: [
        "occurred from",
        "\u53D1\u751F\u8D77\u59CB\u65F6\u95F4"
      ],
      occurred_to: [
        "occurred until",
        "\u53D1\u751F\u7ED3\u675F\u65F6\u95F4"
      ],
      of: [
        "language of the text translated",
        "\u539F\u6587\u8BED\u79CD"
      ],
      office: [
        "office",
        "\u529E\u516C\u5BA4"
      ],
      offices: [
        "offices",
        "\u529E\u516C\u5BA4"
      ],
      offset: [
        "offset from UTC",
        "\u4E0E\u534F\u8C03\u4E16\u754C\u65F6\u7684\u65F6\u5DEE"
      ],
      on_call: [
        "on-call hours",
        "\u5F85\u547D\u65F6\u95F4"
      ],
      outcome: [
        "outcome",
        "\u7ED3\u679C"
      ],
      outside: [
        "out",
        "\u5728\u5916"
      ],
      party: [
        "party",
        "\u53C2\u4E0E\u65B9"
      ],
      pauses: [
        "what pauses",
        "\u6682\u505C\u8303\u56F4"
      ],
      place: [
        "meeting place",
        "\u4F1A\u8BAE\u5730\u70B9"
      ],
      plain: [
        "plain statement",
        "\u60C5\u51B5\u7B80\u8FF0"
      ],
      plan: [
        "what is planned",
        "\u8BA1\u5212\u4E8B\u9879"
      ],
      planned: [
        "measures planned",
        "\u62DF\u91C7\u53D6\u63AA\u65BD"
      ],
      position: [
        "position",
        "\u7ACB\u573A"
      ],
      progress: [
        "progress",
        "\u8FDB\u5C55\u60C5\u51B5"
      ],
      prose: [
        "text part",
        "\u6587\u5B57\u90E8\u5206"
      ],
      public: [
        "public yet?",
        "\u662F\u5426\u5DF2\u516C\u5F00"
      ],
      re: [
        "in reference to",
        "\u6240\u6D89\u4FE1\u606F"
      ],
      read_back: [
        "read-back",
        "\u590D\u8FF0\u786E\u8BA4"
      ],
      reading: [
        "how the asking side reads it",
        "\u8BE2\u95EE\u65B9\u7684\u7406\u89E3"
      ],
      readings: [
        "readings",
        "\u5404\u81EA\u7406\u89E3"
      ],
      readout: [
        "readout of the author",
        "\u53D1\u51FA\u65B9\u7684\u4F1A\u8C08\u901A\u7A3F"
      ],
      realisation: [
        "potential or actual",
        "\u662F\u5426\u5DF2\u5B9E\u9645\u53D1\u751F"
      ],
      reason: [
        "reason",
        "\u539F\u56E0"
      ],
      received: [
        "acknowledgement",
        "\u6536\u6089\u56DE\u6267"
      ],
      reference: [
        "author's reference",
        "\u53D1\u51FA\u65B9\u6587\u53F7"
      ],
      reply_by: [
        "reply wanted by",
        "\u8BF7\u4E8E\u6B64\u65F6\u95F4\u524D\u7B54\u590D"
      ],
      resumed: [
        "resumed",
        "\u6062\u590D\u8303\u56F4"
      ],
      root_cause: [
        "root cause",
        "\u6839\u672C\u539F\u56E0"
      ],
      round: [
        "round, as the author counts",
        "\u8F6E\u6B21\uFF08\u6309\u53D1\u51FA\u65B9\u8BA1\uFF09"
      ],
      safeguards: [
        "safeguards",
        "\u5B89\u5168\u673A\u5236"
      ],
      said_at: [
        "recorded at",
        "\u8BB0\u5F55\u65F6\u95F4"
      ],
      scope: [
        "how much is shown",
        "\u51FA\u793A\u8303\u56F4"
      ],
      sections: [
        "sections",
        "\u7EC4\u6210\u90E8\u5206"
      ],
      seen: [
        "how it came to notice",
        "\u83B7\u6089\u9014\u5F84"
      ],
      severity: [
        "severity (harm only)",
        "\u5371\u5BB3\u7A0B\u5EA6\uFF08\u4EC5\u5C31\u5371\u5BB3\u800C\u8A00\uFF09"
      ],
      sheet: [
        "sheet",
        "\u7B54\u5377"
      ],
      size: [
        "size",
        "\u5927\u5C0F"
      ],
      soon: [
        "how soon",
        "\u591A\u5FEB"
      ],
      stance: [
        "position on the proposal",
        "\u5BF9\u63D0\u8BAE\u7684\u8868\u6001"
      ],
      state: [
        "what was done",
        "\u529E\u7406\u60C5\u51B5"
      ],
      status: [
        "status",
        "\u6838\u5B9E\u72B6\u6001"
      ],
      stop_ordered: [
        "stop ordered",
        "\u4E0B\u4EE4\u505C\u6B62\u65F6\u95F4"
      ],
      stop_verified: [
        "stop verified",
        "\u786E\u8BA4\u505C\u6B62\u65F6\u95F4"
      ],
      stored: [
        "stored there",
        "\u5DF2\u5B58\u5165\u5BF9\u65B9\u7AD9\u70B9"
      ],
      subject: [
        "what it is about",
        "\u63D0\u8BAE\u5BF9\u8C61"
      ],
      support: [
        "supporting item",
        "\u4F50\u8BC1\u6750\u6599"
      ],
      system: [
        "system",
        "\u7CFB\u7EDF\u4FE1\u606F"
      ],
      taken: [
        "measures taken",
        "\u5DF2\u91C7\u53D6\u63AA\u65BD"
      ],
      task: [
        "what is asked",
        "\u8BF7\u5BF9\u65B9\u505A\u7684\u4E8B"
      ],
      tell: [
        "would tell",
        "\u662F\u5426\u4F1A\u901A\u62A5"
      ],
      tester: [
        "carried out by",
        "\u8FDB\u884C\u65B9\u5F0F"
      ],
      texts: [
        "agreed texts that change it",
        "\u636E\u4EE5\u4FEE\u6539\u7684\u8BAE\u5B9A\u6587\u672C"
      ],
      thread: [
        "matter",
        "\u6240\u5C5E\u4E8B\u9879"
      ],
      times: [
        "times",
        "\u65F6\u95F4"
      ],
      title: [
        "title",
        "\u6807\u9898"
      ],
      to: [
        "shown to",
        "\u51FA\u793A\u5BF9\u8C61"
      ],
      to_do: [
        "what is to be done",
        "\u4E8B\u9879\u5185\u5BB9"
      ],
      told: [
        "other authorities told",
        "\u5DF2\u544A\u77E5\u7684\u5176\u4ED6\u4E3B\u7BA1\u90E8\u95E8"
      ],
      touches: [
        "does it touch you?",
        "\u662F\u5426\u6D89\u53CA\u8D35\u65B9"
      ],
      undecided: [
        "undecided",
        "\u5F85\u5B9A"
      ],
      v: [
        "version",
        "\u7248\u672C"
      ],
      version: [
        "next version of the vocabulary",
        "\u4E0B\u4E00\u8BCD\u8868\u7248\u672C"
      ],
      vocabulary: [
        "version of the vocabulary",
        "\u8BCD\u8868\u7248\u672C"
      ],
      wanted: [
        "wanted of the reader",
        "\u8BF7\u8D35\u65B9\u5904\u7406\u7684\u65F6\u9650"
      ],
      was: [
        "as said before",
        "\u539F\u8868\u8FF0"
      ],
      week: [
        "duty hours",
        "\u503C\u73ED\u65F6\u95F4"
      ],
      weights: [
        "weights",
        "\u6743\u91CD\u5F00\u653E\u60C5\u51B5"
      ],
      where: [
        "where",
        "\u5730\u70B9"
      ],
      why: [
        "why it meets the threshold",
        "\u8FBE\u5230\u901A\u62A5\u95E8\u69DB\u7684\u7406\u7531"
      ],
      withdraws: [
        "withdraws",
        "\u9000\u51FA\u8303\u56F4"
      ],
      withheld: [
        "withheld",
        "\u672A\u4E88\u63D0\u4F9B"
      ],
      wording: [
        "wording",
        "\u63AA\u8F9E"
      ],
      working: [
        "extra working days",
        "\u8C03\u4F11\u4E0A\u73ED\u65E5"
      ],
      zh: [
        "Chinese text",
        "\u4E2D\u6587\u6587\u672C"
      ]
    },
    order: [
      "from",
      "line",
      "context",
      "kind",
      "number",
      "stored",
      "said_at",
      "composed",
      "expires",
      "wanted",
      "thread",
      "re",
      "handling",
      "area",
      "class",
      "also",
      "status",
      "severity",
      "confidence",
      "going_on",
      "development",
      "realisation",
      "touches",
      "public",
      "asks",
      "reply_by",
      "next_word_by",
      "admission",
      "attribution",
      "language",
      "plain",
      "why",
      "reference",
      "occurred_from",
      "occurred_to",
      "detected",
      "confirmed",
      "notified",
      "developer",
      "model",
      "model_version",
      "weights",
      "deployment",
      "autonomy",
      "access",
      "safeguards",
      "taken",
      "planned",
      "told",
      "harm",
      "affected",
      "cause",
      "chain",
      "title",
      "media_type",
      "size",
      "digest",
      "received",
      "withheld",
      "sections",
      "coded",
      "prose",
      "times",
      "system",
      "measures",
      "harm_section",
      "support",
      "keys",
      "credential",
      "activity",
      "directed",
      "where",
      "contact",
      "begins",
      "ends",
      "counted",
      "seen",
      "position",
      "stop_ordered",
      "stop_verified",
      "extent",
      "correcting",
      "was",
      "outcome",
      "root_cause",
      "lessons",
      "ended",
      "read_back",
      "reason",
      "about",
      "reading",
      "answer",
      "follow_up",
      "facts",
      "help",
      "categories",
      "resumed",
      "withdraws",
      "courtesy",
      "by",
      "offices",
      "calendar",
      "label",
      "changes",
      "week",
      "on_call",
      "holidays",
      "working",
      "office",
      "covers",
      "explains",
      "consent",
      "state",
      "ground",
      "scope",
      "messages",
      "to",
      "offset",
      "covers_from",
      "covers_until",
      "tester",
      "task",
      "of",
      "plan",
      "pauses",
      "subject",
      "name",
      "form",
      "wording",
      "version",
      "base",
      "texts",
      "readings",
      "common",
      "party",
      "areas",
      "inside",
      "outside",
      "undecided",
      "exclusions",
      "meeting",
      "group",
      "chair",
      "round",
      "agenda",
      "place",
      "minutes",
      "decisions",
      "actions",
      "due",
      "to_do",
      "next",
      "next_begins",
      "cards",
      "deck",
      "stance",
      "progress",
      "action",
      "readout",
      "deposit",
      "nonce",
      "answers",
      "card",
      "tell",
      "soon",
      "en",
      "zh",
      "note",
      "vocabulary",
      "v",
      "sheet"
    ]
  }
};

// page/words.json
var words_default = {
  title: ["Detente verifier", "Detente \u6838\u9A8C\u5DE5\u5177"],
  lead: ["Checks a Detente record file on this machine, without a network and without any of the software of the offices that made it.", "\u5728\u672C\u673A\u6838\u9A8C Detente \u8BB0\u5F55\u6587\u4EF6\uFF1A\u4E0D\u4F7F\u7528\u7F51\u7EDC\uFF0C\u4E5F\u4E0D\u4F7F\u7528\u51FA\u5177\u65B9\u7684\u4EFB\u4F55\u8F6F\u4EF6\u3002"],
  begin: ["Check a record file", "\u6838\u9A8C\u8BB0\u5F55\u6587\u4EF6"],
  "line-id": ["Line id", "\u901A\u9053\u6807\u8BC6"],
  drop: ["Drop a record file here", "\u5C06\u8BB0\u5F55\u6587\u4EF6\u62D6\u653E\u5230\u6B64\u5904"],
  choose: ["or choose one", "\u6216\u9009\u62E9\u6587\u4EF6"],
  again: ["Check another file", "\u6838\u9A8C\u5176\u4ED6\u6587\u4EF6"],
  local: ["The file stays on this machine. This page opens no connection; its own rules forbid the browser to make one.", "\u6587\u4EF6\u4E0D\u4F1A\u79BB\u5F00\u672C\u673A\u3002\u672C\u9875\u4E0D\u5EFA\u7ACB\u4EFB\u4F55\u7F51\u7EDC\u8FDE\u63A5\uFF0C\u5176\u81EA\u8EAB\u7684\u89C4\u5219\u4E5F\u7981\u6B62\u6D4F\u89C8\u5668\u5EFA\u7ACB\u8FDE\u63A5\u3002"],
  working: ["Checking \u2026", "\u6B63\u5728\u6838\u9A8C\u2026\u2026"],
  language: ["\u4E2D\u6587", "English"],
  theme: ["Light or dark", "\u6D45\u8272\u6216\u6DF1\u8272"],
  print: ["Print", "\u6253\u5370"],
  live: ["LIVE", "\u6B63\u5F0F"],
  "live-what": ["Said on a live line.", "\u4E8E\u6B63\u5F0F\u901A\u9053\u53D1\u51FA\u3002"],
  exercise: ["EXERCISE", "\u6F14\u7EC3"],
  "exercise-what": ["Said on an exercise line. Nothing here is about a real event.", "\u4E8E\u6F14\u7EC3\u901A\u9053\u53D1\u51FA\uFF0C\u6240\u8F7D\u5185\u5BB9\u5747\u4E0D\u6D89\u53CA\u771F\u5B9E\u60C5\u51B5\u3002"],
  proven: ["Proven", "\u5DF2\u8BC1\u660E"],
  refused: ["Not proven", "\u672A\u80FD\u8BC1\u660E"],
  damaged: ["Damaged", "\u6587\u4EF6\u53D7\u635F"],
  "proven-bundle": ["This file proves what it shows: {count} message(s) between {parties}.", "\u672C\u6587\u4EF6\u6240\u793A\u5185\u5BB9\u5DF2\u5F97\u5230\u8BC1\u660E\uFF1A{parties} \u4E4B\u95F4\u7684\u4FE1\u606F {count} \u6761\u3002"],
  "proven-delivery": ["This delivery record proves what it shows of one message.", "\u672C\u9001\u8FBE\u60C5\u51B5\u8BB0\u5F55\u5C31\u4E00\u6761\u4FE1\u606F\u6240\u793A\u7684\u5185\u5BB9\u5DF2\u5F97\u5230\u8BC1\u660E\u3002"],
  "refused-means": ["Nothing in this file may be relied on, not even the parts that look sound. The file itself is whole: it says something that does not hold.", "\u672C\u6587\u4EF6\u7684\u4EFB\u4F55\u5185\u5BB9\u5747\u4E0D\u5E94\u4F5C\u4E3A\u4F9D\u636E\uFF0C\u770B\u4F3C\u65E0\u8BEF\u7684\u90E8\u5206\u4EA6\u540C\u3002\u6587\u4EF6\u672C\u8EAB\u5B8C\u6574\uFF0C\u4F46\u5176\u6240\u8FF0\u6709\u4E0D\u6210\u7ACB\u4E4B\u5904\u3002"],
  "damaged-means": ["The bytes are not those that were written. That happens on the way or in storage, and says nothing about the record.", "\u6587\u4EF6\u5185\u5BB9\u5DF2\u4E0E\u5199\u5165\u65F6\u4E0D\u540C\u3002\u8FD9\u53EF\u80FD\u53D1\u751F\u5728\u4F20\u9001\u6216\u5B58\u50A8\u8FC7\u7A0B\u4E2D\uFF0C\u5E76\u4E0D\u8BF4\u660E\u8BB0\u5F55\u672C\u8EAB\u6709\u4EFB\u4F55\u95EE\u9898\u3002"],
  "refused-next": ["Ask whoever gave you the file to export it again, and check the new one. If it is refused again, tell them the code above; it names the rule of the specification that does not hold.", "\u8BF7\u6587\u4EF6\u63D0\u4F9B\u65B9\u91CD\u65B0\u5BFC\u51FA\uFF0C\u5E76\u6838\u9A8C\u65B0\u6587\u4EF6\u3002\u5982\u4ECD\u672A\u80FD\u8BC1\u660E\uFF0C\u8BF7\u5C06\u4E0A\u8FF0\u4EE3\u7801\u544A\u77E5\u5BF9\u65B9\uFF1B\u8BE5\u4EE3\u7801\u6307\u660E\u89C4\u8303\u4E2D\u4E0D\u6210\u7ACB\u7684\u89C4\u5219\u3002"],
  "damaged-next": ["Ask for another copy of the same file.", "\u8BF7\u7D22\u53D6\u540C\u4E00\u6587\u4EF6\u7684\u53E6\u4E00\u526F\u672C\u3002"],
  wrong: ["What is wrong", "\u95EE\u9898\u6240\u5728"],
  means: ["What that means", "\u5176\u542B\u4E49"],
  next: ["What to do next", "\u540E\u7EED\u5904\u7406"],
  code: ["code", "\u4EE3\u7801"],
  "what-proven": ["What is proven", "\u5DF2\u8BC1\u660E\u7684\u5185\u5BB9"],
  "p-parties": ["Every party named here signed the terms of this line with both its root keys, one of them resistant to quantum computers.", "\u6240\u5217\u5404\u53C2\u4E0E\u65B9\u5747\u4EE5\u5176\u4E24\u679A\u6839\u5BC6\u94A5\u7B7E\u7F72\u4E86\u672C\u901A\u9053\u7EA6\u5B9A\uFF0C\u5176\u4E2D\u4E00\u679A\u53EF\u62B5\u5FA1\u91CF\u5B50\u8BA1\u7B97\u673A\u3002"],
  "p-released": ["Every message shown was signed as its author's own rules of release ask.", "\u6240\u793A\u6BCF\u6761\u4FE1\u606F\u5747\u6309\u53D1\u51FA\u65B9\u81EA\u8EAB\u7684\u7B7E\u53D1\u89C4\u5219\u7B7E\u7F72\u3002"],
  "p-placed": ["Every message stands in its author's log, under a head that the author signed.", "\u6240\u793A\u6BCF\u6761\u4FE1\u606F\u5747\u8F7D\u4E8E\u53D1\u51FA\u65B9\u65E5\u5FD7\uFF0C\u5E76\u7531\u53D1\u51FA\u65B9\u7B7E\u7F72\u7684\u65E5\u5FD7\u9996\u6240\u6DB5\u76D6\u3002"],
  "p-sections": ["Every section shown is the one its author committed to, unchanged.", "\u6240\u793A\u6BCF\u4E00\u90E8\u5206\u5747\u4E3A\u53D1\u51FA\u65B9\u6240\u627F\u8BFA\u7684\u5185\u5BB9\uFF0C\u672A\u7ECF\u66F4\u6539\u3002"],
  "p-receipts": ["Where a receipt is shown, that member's own log says that its node has the message. A receipt never says that a person has read anything.", "\u51E1\u6CE8\u660E\u5DF2\u5B58\u5165\u4E4B\u5904\uFF0C\u5747\u4EE5\u8BE5\u53C2\u4E0E\u65B9\u81EA\u8EAB\u65E5\u5FD7\u4E3A\u636E\uFF0C\u8868\u660E\u5176\u8282\u70B9\u5DF2\u5B58\u6709\u8BE5\u4FE1\u606F\uFF1B\u4E0D\u8868\u793A\u4EFB\u4F55\u4EBA\u5458\u5DF2\u9605\u8BFB\u3002"],
  "not-said": ["What this does not say", "\u672C\u6838\u9A8C\u4E0D\u8BF4\u660E\u7684\u4E8B\u9879"],
  "n-chosen": ["That nothing was left out: a file shows what somebody chose to show.", "\u4E0D\u8BF4\u660E\u5185\u5BB9\u6CA1\u6709\u9057\u6F0F\uFF1A\u6587\u4EF6\u53EA\u8F7D\u6709\u51FA\u793A\u65B9\u9009\u62E9\u51FA\u793A\u7684\u5185\u5BB9\u3002"],
  "n-times": ["Times are by the clock of whoever wrote them.", "\u65F6\u95F4\u5747\u4F9D\u8BB0\u5F55\u65B9\u81EA\u8EAB\u7684\u65F6\u949F\u3002"],
  "n-true": ["That what was said is so. It proves who said it.", "\u4E0D\u8BF4\u660E\u6240\u8FF0\u5185\u5BB9\u5C5E\u5B9E\uFF0C\u4EC5\u8BC1\u660E\u7531\u4F55\u65B9\u53D1\u51FA\u3002"],
  parties: ["Parties", "\u53C2\u4E0E\u65B9"],
  party: ["Party", "\u53C2\u4E0E\u65B9"],
  fingerprint: ["Fingerprint of its root keys", "\u6839\u5BC6\u94A5\u6307\u7EB9"],
  compare: ["A fingerprint proves nothing until it has been compared, over another channel, with one that you have from that party.", "\u6307\u7EB9\u987B\u7ECF\u5176\u4ED6\u6E20\u9053\u4E0E\u53D6\u81EA\u8BE5\u53C2\u4E0E\u65B9\u7684\u6307\u7EB9\u6BD4\u5BF9\uFF0C\u5426\u5219\u4E0D\u80FD\u8BC1\u660E\u4EFB\u4F55\u4E8B\u9879\u3002"],
  "keys-routine": ["{party} took new keys (credential {number}), signed by its roots and its node.", "{party} \u5DF2\u542F\u7528\u65B0\u5BC6\u94A5\uFF08\u8EAB\u4EFD\u51ED\u8BC1\u7B2C {number} \u53F7\uFF09\uFF0C\u7531\u5176\u6839\u5BC6\u94A5\u4E0E\u8282\u70B9\u5BC6\u94A5\u7B7E\u7F72\u3002"],
  "keys-root-change": ["{party} took new keys and new root keys (credential {number}), announced beforehand and signed by the old and the new roots.", "{party} \u5DF2\u542F\u7528\u65B0\u5BC6\u94A5\u4E0E\u65B0\u7684\u6839\u5BC6\u94A5\uFF08\u8EAB\u4EFD\u51ED\u8BC1\u7B2C {number} \u53F7\uFF09\uFF0C\u4E8B\u5148\u5DF2\u516C\u5E03\uFF0C\u5E76\u7531\u65B0\u65E7\u6839\u5BC6\u94A5\u5171\u540C\u7B7E\u7F72\u3002"],
  "keys-emergency": ["{party} took new keys at once (credential {number}), signed by its roots. Of its earlier logs only what another party's log names counts.", "{party} \u5DF2\u7D27\u6025\u66F4\u6362\u5BC6\u94A5\uFF08\u8EAB\u4EFD\u51ED\u8BC1\u7B2C {number} \u53F7\uFF09\uFF0C\u7531\u5176\u6839\u5BC6\u94A5\u7B7E\u7F72\u3002\u5176\u6B64\u524D\u65E5\u5FD7\u4E2D\uFF0C\u4EC5\u5176\u4ED6\u53C2\u4E0E\u65B9\u65E5\u5FD7\u6240\u8F7D\u660E\u7684\u6761\u76EE\u6709\u6548\u3002"],
  line: ["Line", "\u901A\u9053"],
  logs: ["Logs shown", "\u6240\u793A\u65E5\u5FD7"],
  "log-whole": ["whole, {size} entries", "\u5B8C\u6574\uFF0C\u5171 {size} \u6761"],
  "log-part": ["in part, of {size} entries", "\u90E8\u5206\uFF0C\u5168\u90E8\u5171 {size} \u6761"],
  epoch: ["epoch", "\u7EAA\u5143"],
  messages: ["Messages, in the order of the record", "\u4FE1\u606F\uFF08\u6309\u8BB0\u5F55\u6B21\u5E8F\uFF09"],
  message: ["The message", "\u6240\u6D89\u4FE1\u606F"],
  "no-messages": ["No message is shown.", "\u672A\u51FA\u793A\u4EFB\u4F55\u4FE1\u606F\u3002"],
  author: ["author", "\u53D1\u51FA\u65B9"],
  recorded: ["recorded", "\u8BB0\u5F55\u65F6\u95F4"],
  wanted: ["wanted", "\u5904\u7406\u65F6\u9650"],
  id: ["message id", "\u4FE1\u606F\u6807\u8BC6"],
  place: ["entry {index} of its log", "\u5176\u65E5\u5FD7\u7B2C {index} \u6761"],
  stored: ["stored there {at}", "\u5DF2\u4E8E {at} \u5B58\u5165\u8BE5\u65B9\u8BB0\u5F55"],
  "stored-not-taken": ["recorded there {at} and not taken ({verdict}: {reason})", "\u5DF2\u4E8E {at} \u8BB0\u5165\u8BE5\u65B9\u8BB0\u5F55\uFF0C\u672A\u4E88\u91C7\u7528\uFF08{verdict}\uFF1A{reason}\uFF09"],
  "not-stored": ["no receipt of it is shown here", "\u6B64\u5904\u672A\u51FA\u793A\u5176\u56DE\u6267"],
  withheld: ["Withheld: committed to, and not shown in this file", "\u672A\u51FA\u793A\uFF1A\u5DF2\u4F5C\u627F\u8BFA\uFF0C\u672C\u6587\u4EF6\u672A\u4E88\u51FA\u793A"],
  "left-empty": ["left empty by its author", "\u53D1\u51FA\u65B9\u672A\u586B\u5199"],
  destroyed: ["Destroyed by agreement of all members on {at}", "\u5DF2\u4E8E {at} \u7ECF\u5404\u53C2\u4E0E\u65B9\u4E00\u81F4\u540C\u610F\u9500\u6BC1"],
  "destroyed-shown": ["All members agreed on {at} to destroy this; whoever made the file kept it, and it is what was said", "\u5404\u53C2\u4E0E\u65B9\u5DF2\u4E8E {at} \u4E00\u81F4\u540C\u610F\u9500\u6BC1\u6B64\u9879\uFF1B\u51FA\u5177\u672C\u6587\u4EF6\u7684\u4E00\u65B9\u4ECD\u4E88\u4FDD\u7559\uFF0C\u5176\u5185\u5BB9\u786E\u4E3A\u5F53\u65F6\u6240\u8FF0"],
  circular: ["Its place among the others is open: some messages each claim to come after another of them.", "\u4E0E\u5176\u4ED6\u4FE1\u606F\u7684\u5148\u540E\u6B21\u5E8F\u5B58\u7591\uFF1A\u6709\u82E5\u5E72\u4FE1\u606F\u5747\u6807\u660E\u5728\u5BF9\u65B9\u4E4B\u540E\u3002"],
  "unknown-kind": ["A kind of message this verifier does not know. It was released and stands in the log; what it says cannot be read here.", "\u672C\u6838\u9A8C\u5DE5\u5177\u4E0D\u8BC6\u522B\u6B64\u7C7B\u4FE1\u606F\u3002\u8BE5\u4FE1\u606F\u5DF2\u7B7E\u53D1\u5E76\u8F7D\u4E8E\u65E5\u5FD7\uFF0C\u5176\u5185\u5BB9\u65E0\u6CD5\u5728\u6B64\u663E\u793A\u3002"],
  "other-vocabulary": ["The message names a vocabulary that this verifier does not have: codes are shown as they stand.", "\u8BE5\u4FE1\u606F\u6240\u7528\u8BCD\u8868\u672A\u6536\u5F55\u4E8E\u672C\u6838\u9A8C\u5DE5\u5177\uFF0C\u4EE3\u7801\u6309\u539F\u6837\u663E\u793A\u3002"],
  "as-written": ["in the author's own words ({language})", "\u53D1\u51FA\u65B9\u539F\u6587\uFF08{language}\uFF09"],
  "courtesy-note": ["the author's own courtesy translation; the original prevails", "\u53D1\u51FA\u65B9\u81EA\u5907\u8BD1\u6587\uFF0C\u4EC5\u4F9B\u53C2\u8003\uFF0C\u4EE5\u539F\u6587\u4E3A\u51C6"],
  file: ["File", "\u6587\u4EF6"],
  bytes: ["{size} bytes", "{size} \u5B57\u8282"],
  delivery: ["Delivery to each other member", "\u5411\u5176\u4ED6\u5404\u53C2\u4E0E\u65B9\u7684\u9001\u8FBE\u60C5\u51B5"],
  checked: ["Checked by this page, offline.", "\u7531\u672C\u9875\u79BB\u7EBF\u6838\u9A8C\u3002"],
  about: ["An independent program: no code of it is shared with the software that made the file. It follows the published specification, version 1.", "\u72EC\u7ACB\u7A0B\u5E8F\uFF1A\u4E0E\u51FA\u5177\u6587\u4EF6\u7684\u8F6F\u4EF6\u4E0D\u5171\u7528\u4EFB\u4F55\u4EE3\u7801\uFF0C\u4F9D\u5DF2\u516C\u5E03\u7684\u89C4\u8303\u7B2C 1 \u7248\u7F16\u5199\u3002"],
  "too-large": ["The file is larger than a record file may be (512 MiB).", "\u6587\u4EF6\u8D85\u8FC7\u8BB0\u5F55\u6587\u4EF6\u7684\u4E0A\u9650\uFF08512 MiB\uFF09\u3002"],
  fault: ["This page could not finish. That is a fault of this verifier and says nothing about the file. Please use the command, or tell whoever gave you this page.", "\u672C\u9875\u672A\u80FD\u5B8C\u6210\u6838\u9A8C\u3002\u8FD9\u662F\u6838\u9A8C\u5DE5\u5177\u81EA\u8EAB\u7684\u6545\u969C\uFF0C\u4E0D\u8BF4\u660E\u6587\u4EF6\u6709\u4EFB\u4F55\u95EE\u9898\u3002\u8BF7\u6539\u7528\u547D\u4EE4\u884C\uFF0C\u6216\u544A\u77E5\u672C\u9875\u7684\u63D0\u4F9B\u65B9\u3002"],
  "file-missing": ["There is no such file.", "\u6CA1\u6709\u8BE5\u6587\u4EF6\u3002"],
  "file-unreadable": ["The file cannot be read.", "\u65E0\u6CD5\u8BFB\u53D6\u8BE5\u6587\u4EF6\u3002"],
  "file-too-large": ["The file is larger than a record file may be (512 MiB).", "\u6587\u4EF6\u8D85\u8FC7\u8BB0\u5F55\u6587\u4EF6\u7684\u4E0A\u9650\uFF08512 MiB\uFF09\u3002"],
  "cli.usage": ["usage: node verifier/cli.mjs [--json] [--lang en|zh] FILE\n       node verifier/cli.mjs --stream    (paths on standard input, one line of JSON each)\n\nExit codes: 0 proven, 1 not proven, 2 damaged or unreadable, 64 misuse.", "\u7528\u6CD5\uFF1Anode verifier/cli.mjs [--json] [--lang en|zh] \u6587\u4EF6\n      node verifier/cli.mjs --stream    \uFF08\u4ECE\u6807\u51C6\u8F93\u5165\u8BFB\u53D6\u8DEF\u5F84\uFF0C\u9010\u884C\u4EE5 JSON \u56DE\u7B54\uFF09\n\n\u9000\u51FA\u7801\uFF1A0 \u5DF2\u8BC1\u660E\uFF0C1 \u672A\u80FD\u8BC1\u660E\uFF0C2 \u6587\u4EF6\u53D7\u635F\u6216\u65E0\u6CD5\u8BFB\u53D6\uFF0C64 \u7528\u6CD5\u6709\u8BEF\u3002"]
};

// src/words.mjs
var at = (lang) => lang === "zh" ? 1 : 0;
var { vocabulary, codesOf, sentences, errors } = data_default;
var times = new Set(data_default.times);
function fill(sentence, values = {}) {
  return sentence.replace(/\{([a-z_]+)\}/g, (whole, name2) => name2 in values ? String(values[name2]) : whole);
}
var text = (key2, lang, values) => fill((words_default[key2] ?? sentences[key2])[at(lang)], values);
var separator = (lang) => sentences["list.separator"][at(lang)];
var meaning = (code3, lang) => (Object.hasOwn(errors, code3) ? errors[code3][at(lang)] : words_default[code3]?.[at(lang)]) ?? code3;
var label = (table, name2, lang) => table !== void 0 && Object.hasOwn(table, name2) ? table[name2][at(lang)] : String(name2);
var code2 = (field2, value, lang) => label(vocabulary.codes[field2], value, lang);
var kindName = (kind, lang) => code2("kind", kind, lang);
var fieldName = (name2, lang) => label(vocabulary.fields, name2, lang);
function sectionName(name2, lang) {
  const number2 = /^support-(\d)$/.exec(name2);
  if (number2 !== null) return fieldName("support", lang) + " " + number2[1];
  return fieldName(name2 === "harm" ? "harm_section" : name2, lang);
}
function time(ms2) {
  const date2 = new Date(ms2);
  if (Number.isNaN(date2.getTime()) || date2.getUTCFullYear() > 9999) return ms2 + " ms UTC";
  return date2.toISOString().slice(0, 19).replace("T", " ") + " UTC";
}
function differing({ differ }, lang) {
  const [one, two] = differ.heads;
  const values = {
    party: differ.party,
    index: differ.index,
    one: one.size,
    two: two.size,
    one_epoch: one.epoch.slice(0, 8),
    two_epoch: two.epoch.slice(0, 8),
    one_root: one.root.slice(0, 8),
    two_root: two.root.slice(0, 8)
  };
  return ["differ." + differ.form, "differ.both-signed", "differ.shows-not"].map((key2) => text(key2, lang, values));
}
function lines(report, verdict, lang) {
  if (report === null) {
    const { reason } = verdict;
    return [text("verify." + verdict.verdict, lang), `${meaning(reason, lang)} [${reason}]`];
  }
  const context2 = code2("context", report.trust.terms.context, lang);
  const parties = verdict.parties.map(({ id: id2 }) => id2).join(", ");
  const keys3 = verdict.parties.map(({ id: id2, key: key2 }) => text("verify.fingerprint", lang, { party: id2, key: key2 }));
  if (verdict.differ) {
    return [text("differ.shown", lang, { party: verdict.differ.party, context: context2 }), ...differing(verdict, lang), ...keys3];
  }
  const said = verdict.delivery ? [text("verify.delivery", lang, { context: context2 })] : [text("verify.proven", lang, { context: context2, count: verdict.messages.length, parties })];
  const members = verdict.delivery?.members.map((member) => `  ${member.party}: ${member.state} (${time(member.by)})`) ?? [];
  const messages = (report.messages ?? [report.message]).map(({ content, entry, receipted, withheld }) => {
    const stored = receipted ? text("verify.receipted", lang) : "";
    const kind = kindName(content.kind, lang);
    const line = "  " + text("verify.message", lang, { kind, author: content.from, at: time(entry.at), receipted: stored });
    const names2 = withheld.map((name2) => sectionName(name2, lang)).join(separator(lang));
    return withheld.length > 0 ? line + "\n    " + text("verify.withheld", lang, { sections: names2 }) : line;
  });
  return [...said, ...members, ...messages, ...keys3];
}

// src/main.mjs
var EXIT = { proven: 0, refused: 1, damaged: 2 };
var MISUSE = 64;
var unread = (reason) => ({ report: null, verdict: { verdict: "damaged", reason, parties: [], messages: [] } });
function lookAt(path2) {
  let file;
  try {
    file = openSync(path2 === "-" ? "/dev/stdin" : path2, "r");
    if (fstatSync(file).size > MAX_BUNDLE) return unread("file-too-large");
    return look(readFileSync(file));
  } catch (error) {
    if (error.code === void 0) throw error;
    return unread(error.code === "ENOENT" ? "file-missing" : "file-unreadable");
  } finally {
    if (file !== void 0) closeSync(file);
  }
}
var json = (value) => JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0"));
async function stream() {
  for await (const path2 of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (path2 === "") continue;
    let answer;
    try {
      answer = lookAt(path2).verdict;
    } catch (error) {
      answer = { verdict: "damaged", reason: "verifier-fault", parties: [], messages: [], why: String(error?.message ?? error) };
    }
    process.stdout.write(json(answer) + "\n");
  }
}
function parse(words2) {
  const asked = { json: false, stream: false, help: false, lang: /^zh/.test(process.env.LANG ?? "") ? "zh" : "en", files: [] };
  for (let n = 0; n < words2.length; n++) {
    const word = words2[n];
    if (word === "--json" || word === "--stream" || word === "--help") asked[word.slice(2)] = true;
    else if (word === "--lang" && ["en", "zh"].includes(words2[n + 1])) asked.lang = words2[++n];
    else if (word.startsWith("-") && word !== "-") return null;
    else asked.files.push(word);
  }
  return asked;
}
async function main(words2) {
  const asked = parse(words2);
  if (asked?.help) {
    process.stdout.write(text("cli.usage", asked.lang) + "\n");
    return 0;
  }
  if (asked?.stream && asked.files.length === 0) {
    await stream();
    return 0;
  }
  if (asked === null || asked.stream || asked.files.length !== 1) {
    process.stderr.write(text("cli.usage", asked?.lang ?? "en") + "\n");
    return MISUSE;
  }
  const { report, verdict } = lookAt(asked.files[0]);
  if (asked.json) process.stdout.write(json(verdict) + "\n");
  const said = lines(report, verdict, asked.lang).join("\n") + "\n";
  if (!asked.json && report !== null) process.stdout.write(said);
  if (report === null) process.stderr.write(said);
  return verdict.reason === "file-missing" ? MISUSE : EXIT[verdict.verdict];
}

// src/entry.mjs
main(process.argv.slice(2)).then((status2) => {
  process.exitCode = status2;
});
