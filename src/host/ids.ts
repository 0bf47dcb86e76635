// Every command, view, context key and setting of the extension as a constant. `npm run check` holds them against
// the manifest: what is here is contributed, what is contributed is here.

export const commands = {
  sign: 'countersign.sign',
  verify: 'countersign.verify',
  copyImage: 'countersign.copyImage',
  saveImage: 'countersign.saveImage',
  loadImage: 'countersign.loadImage',
  verifySaved: 'countersign.verifySaved',
  verifyAtCursor: 'countersign.verifyAtCursor',
  repair: 'countersign.repair',
  removeSignatures: 'countersign.removeSignatures',
  findOrphans: 'countersign.findOrphans',
  checkRegistry: 'countersign.checkRegistry',
  checkRegistryWrite: 'countersign.checkRegistryWrite',
  changeRegistrySetting: 'countersign.changeRegistrySetting',
  trustSigner: 'countersign.trustSigner',
  generateKey: 'countersign.generateKey',
  importKey: 'countersign.importKey',
  exportKey: 'countersign.exportKey',
  exportPublicKey: 'countersign.exportPublicKey',
  renameKey: 'countersign.renameKey',
  deleteKey: 'countersign.deleteKey',
  keepPassword: 'countersign.keepPassword',
  forgetPassword: 'countersign.forgetPassword',
  changePassword: 'countersign.changePassword',
  addRegistry: 'countersign.addRegistry',
  removeRegistry: 'countersign.removeRegistry',
  signIn: 'countersign.signIn',
  signOut: 'countersign.signOut',
  refresh: 'countersign.refresh',
  loadMore: 'countersign.loadMore',
  stopLoading: 'countersign.stopLoading',
  showInOrder: 'countersign.showInOrder',
  filterNames: 'countersign.filterNames',
  clearFilter: 'countersign.clearFilter',
  sortByVersion: 'countersign.sortByVersion',
  sortByName: 'countersign.sortByName',
  sortByDate: 'countersign.sortByDate',
  sortedByVersion: 'countersign.sortedByVersion',
  sortedByName: 'countersign.sortedByName',
  sortedByDate: 'countersign.sortedByDate',
  pin: 'countersign.pin',
  unpin: 'countersign.unpin',
  clearRecent: 'countersign.clearRecent',
  checkAll: 'countersign.checkAll',
  insertReference: 'countersign.insertReference',
  verifyContainerImage: 'countersign.verifyContainerImage',
  signContainerImage: 'countersign.signContainerImage',
  showContainerSignatures: 'countersign.showContainerSignatures',
  showSignatureTags: 'countersign.showSignatureTags',
  hideSignatureTags: 'countersign.hideSignatureTags',
  copyReference: 'countersign.copyReference',
  copyDigest: 'countersign.copyDigest',
  copyCosignCommand: 'countersign.copyCosignCommand',
  copyDockerLogin: 'countersign.copyDockerLogin',
  openTerminal: 'countersign.openTerminal',
  allowTokenHost: 'countersign.allowTokenHost',
  trustCertificate: 'countersign.trustCertificate',
  trustedCertificates: 'countersign.trustedCertificates',
  showReport: 'countersign.showReport',
  showPayload: 'countersign.showPayload',
  showManifest: 'countersign.showManifest',
  showLog: 'countersign.showLog',
  openSettings: 'countersign.openSettings',
  chooseFolder: 'countersign.chooseFolder',
} as const;

export type CommandName = keyof typeof commands;

export const views = {
  container: 'countersign',
  registries: 'countersign.registries',
  keys: 'countersign.keys',
} as const;

/** Context keys: what welcome texts, menus and walkthrough steps go by. */
export const contexts = {
  hasKey: 'countersign.hasKey',
  hasRegistry: 'countersign.hasRegistry',
  hasSigned: 'countersign.hasSigned',
  hasVerified: 'countersign.hasVerified',
  signatureTagsShown: 'countersign.signatureTagsShown',
  tagOrder: 'countersign.tagOrder',
} as const;

export const section = 'countersign';

export const settings = {
  registries: 'registries',
  insecureRegistries: 'insecureRegistries',
  certificates: 'certificates',
  signatureRepository: 'signatureRepository',
  signatureRepositoryLayout: 'signatureRepositoryLayout',
  legacyMediaTypes: 'legacyMediaTypes',
  trustedSigners: 'trustedSigners',
  showSignatureTags: 'showSignatureTags',
  tagOrder: 'tagOrder',
} as const;

/** The scheme of report, payload and manifest documents (a read-only file system). */
export const documentScheme = 'countersign';
/** Service name in the keychain; tests and the demo use their own by this variable (V6). */
export const keychainServiceVariable = 'COUNTERSIGN_KEYCHAIN_SERVICE';
