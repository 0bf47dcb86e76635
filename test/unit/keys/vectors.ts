// Published signatures: RFC 6979 appendix A.2 (message "sample") and RFC 8032 §7.1 and §7.3, in hex.

const p256 = {
  oid: '06082a8648ce3d030107',
  x: '60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6',
  y: '7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299',
};
const p384 = {
  oid: '06052b81040022',
  x: 'ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc13',
  y: '8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720',
};
const p521 = {
  oid: '06052b81040023',
  x:
    '01894550d0785932e00eaa23b694f213f8c3121f86dc97a04e5a7167db4e5bcd37' +
    '1123d46e45db6b5d5370a7f20fb633155d38ffa16d2bd761dcac474b9a2f5023a4',
  y:
    '00493101c962cd4d2fddf782285e64584139c2f91b47f87ff82354d6630f746a28' +
    'a0db25741b5b34a828008b22acc23f924faafbd4d33f81ea66956dfeaa2bfdfcf5',
};

export const nistVectors = [
  {
    ...p256,
    title: 'RFC 6979 A.2.5, P-256 with SHA-256',
    scheme: 'ecdsa-sha256',
    r: 'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716',
    s: 'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
  },
  {
    ...p384,
    title: 'RFC 6979 A.2.6, P-384 with SHA-256',
    scheme: 'ecdsa-sha256',
    r: '21b13d1e013c7fa1392d03c5f99af8b30c570c6f98d4ea8e354b63a21d3daa33bde1e888e63355d92fa2b3c36d8fb2cd',
    s: 'f3aa443fb107745bf4bd77cb3891674632068a10ca67e3d45db2266fa7d1feebefdc63eccd1ac42ec0cb8668a4fa0ab0',
  },
  {
    ...p384,
    title: 'RFC 6979 A.2.6, P-384 with SHA-384',
    scheme: 'ecdsa-sha384',
    r: '94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46',
    s: '99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8',
  },
  {
    ...p521,
    title: 'RFC 6979 A.2.7, P-521 with SHA-256',
    scheme: 'ecdsa-sha256',
    r:
      '01511bb4d675114fe266fc4372b87682baecc01d3cc62cf2303c92b3526012659d' +
      '16876e25c7c1e57648f23b73564d67f61c6f14d527d54972810421e7d87589e1a7',
    s:
      '004a171143a83163d6df460aaf61522695f207a58b95c0644d87e52aa1a347916e' +
      '4f7a72930b1bc06dbe22ce3f58264afd23704cbb63b29b931f7de6c9d949a7ecfc',
  },
  {
    ...p521,
    title: 'RFC 6979 A.2.7, P-521 with SHA-512',
    scheme: 'ecdsa-sha512',
    r:
      '00c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f17' +
      '4e25a1ee9017b5d450606add152b534931d7d4e8455cc91f9b15bf05ec36e377fa',
    s:
      '00617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af28' +
      '2623eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4a67a',
  },
] as const;

export const edwardsVectors = [
  {
    title: 'RFC 8032 §7.1, test 3',
    scheme: 'ed25519',
    key: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659' +
      '4a7c15e9716ed28dc027beceea1ec40a',
  },
  {
    title: 'RFC 8032 §7.3, "abc"',
    scheme: 'ed25519ph',
    key: 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    message: '616263',
    signature:
      '98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aa' +
      'a10b8c61e636062aaad11c2a26083406',
  },
] as const;
