// Every command and the function that carries it out. extension.ts registers them in a loop.
import type { Command } from '../host.ts';
import type { CommandName } from '../ids.ts';
import { addRegistry } from './addRegistry.ts';
import { allowTokenHost } from './allowTokenHost.ts';
import { changePassword } from './changePassword.ts';
import { checkAll } from './checkAll.ts';
import { changeRegistrySetting } from './changeRegistrySetting.ts';
import { checkRegistry } from './checkRegistry.ts';
import { checkRegistryWrite } from './checkRegistryWrite.ts';
import { chooseFolder } from './chooseFolder.ts';
import { clearFilter } from './clearFilter.ts';
import { showContainerSignatures, signContainerImage, verifyContainerImage } from './containerImages.ts';
import { copyCosignCommand } from './copyCosignCommand.ts';
import { copyDigest } from './copyDigest.ts';
import { copyDockerLogin } from './copyDockerLogin.ts';
import { copyImage } from './copyImage.ts';
import { copyReference } from './copyReference.ts';
import { deleteKey } from './deleteKey.ts';
import { exportKey } from './exportKey.ts';
import { exportPublicKey } from './exportPublicKey.ts';
import { filterNames } from './filterNames.ts';
import { findOrphans } from './findOrphans.ts';
import { forgetPassword } from './forgetPassword.ts';
import { generateKey } from './generateKey.ts';
import { hideSignatureTags } from './hideSignatureTags.ts';
import { importKey } from './importKey.ts';
import { keepPassword } from './keepPassword.ts';
import { insertReference } from './insertReference.ts';
import { clearRecent, pinning, showInOrder, sortTags, stopLoading } from './listCommands.ts';
import { loadImage } from './loadImage.ts';
import { loadMore } from './loadMore.ts';
import { openSettings } from './openSettings.ts';
import { openTerminal } from './openTerminal.ts';
import { refresh } from './refresh.ts';
import { removeRegistry } from './removeRegistry.ts';
import { removeSignatures } from './removeSignatures.ts';
import { renameKey } from './renameKey.ts';
import { repair } from './repair.ts';
import { saveImage } from './saveImage.ts';
import { showLog } from './showLog.ts';
import { showManifest } from './showManifest.ts';
import { showPayload } from './showPayload.ts';
import { showReport } from './showReport.ts';
import { showSignatureTags } from './showSignatureTags.ts';
import { sign } from './sign.ts';
import { signIn } from './signIn.ts';
import { signOut } from './signOut.ts';
import { trustCertificate } from './trustCertificate.ts';
import { trustedCertificates } from './trustedCertificates.ts';
import { trustSigner } from './trustSigner.ts';
import { verify } from './verify.ts';
import { verifyAtCursor } from './verifyAtCursor.ts';
import { verifySaved } from './verifySaved.ts';

export const table: Readonly<Record<CommandName, Command>> = {
  sign,
  signIn,
  signOut,
  verify,
  copyImage,
  saveImage,
  loadImage,
  verifySaved,
  verifyAtCursor,
  repair,
  removeSignatures,
  findOrphans,
  checkRegistry,
  checkRegistryWrite,
  changeRegistrySetting,
  trustSigner,
  generateKey,
  importKey,
  exportKey,
  exportPublicKey,
  renameKey,
  deleteKey,
  keepPassword,
  forgetPassword,
  changePassword,
  addRegistry,
  removeRegistry,
  refresh,
  loadMore,
  stopLoading,
  showInOrder,
  filterNames,
  clearFilter,
  sortByVersion: sortTags('version'),
  sortByName: sortTags('name'),
  sortByDate: sortTags('date'),
  sortedByVersion: sortTags('version'),
  sortedByName: sortTags('name'),
  sortedByDate: sortTags('date'),
  pin: pinning('pin'),
  unpin: pinning('unpin'),
  clearRecent,
  checkAll,
  insertReference,
  verifyContainerImage,
  signContainerImage,
  showContainerSignatures,
  showSignatureTags,
  hideSignatureTags,
  copyReference,
  copyDigest,
  copyCosignCommand,
  copyDockerLogin,
  openTerminal,
  allowTokenHost,
  trustCertificate,
  trustedCertificates,
  showReport,
  showPayload,
  showManifest,
  showLog,
  openSettings,
  chooseFolder,
};
